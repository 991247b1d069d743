"""Trains the small network of assets/ on rendered products; assets/README.md says what it needs.

PYTHONPATH=. python assets/train_products.py VIEWS [--epochs N] [--device DEVICE]

VIEWS holds what render_catalogue.py made. Its first two sets are held out: they are the catalogue in
assets/catalogue, and the accuracy that is written into the file is that on them.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional as F

from explorer.image import photo
from explorer.image.preprocess import preprocess
from explorer.network.architectures import ProductResNet
from explorer.network.registry import EMBEDDED, entry

OUT = Path(__file__).parent / "products44.safetensors"
RECIPE = entry(EMBEDDED).recipe
HELD = ("set0_", "set1_")
BATCH = 64
SEED = 6


def read(paths: list[Path], labels: list[str]) -> tuple[Tensor, Tensor]:
    """The pictures (N, 3, 112, 112) as RECIPE prepares them, and the place of each one's product in `labels`."""
    pictures = [preprocess(photo.read(path), RECIPE).tensor[0] for path in paths]
    return torch.stack(pictures), torch.tensor([labels.index(path.parent.name) for path in paths])


def vary(pictures: Tensor, random: torch.Generator) -> Tensor:
    """Each picture turned, shifted, zoomed and mirrored at random, and in another light."""
    count = len(pictures)

    def uniform(low: float, high: float, *shape: int) -> Tensor:
        return torch.rand(count, *shape, generator=random).to(pictures.device) * (high - low) + low

    angle, zoom = uniform(-0.16, 0.16), uniform(0.72, 1.25)
    mirrored = torch.where(uniform(0, 1) < 0.5, -1.0, 1.0)
    cos, sin = angle.cos() * zoom, angle.sin() * zoom
    rows = torch.stack([cos * mirrored, -sin, sin * mirrored, cos], 1).reshape(count, 2, 2)
    where = F.affine_grid(torch.cat([rows, uniform(-0.16, 0.16, 2, 1)], 2), list(pictures.shape), align_corners=False)
    moved = F.grid_sample(pictures, where, padding_mode="reflection", align_corners=False)
    grey = moved.mean(1, keepdim=True)
    coloured = grey + (moved - grey) * uniform(0.75, 1.25, 1, 1, 1)
    middle = coloured.mean((1, 2, 3), keepdim=True)
    return (
        (coloured - middle) * uniform(0.75, 1.3, 1, 1, 1)
        + middle
        + uniform(-0.35, 0.35, 1, 1, 1)
        + uniform(-0.12, 0.12, 3, 1, 1)
    )


def train(pictures: Tensor, products: Tensor, classes: int, epochs: int, device: str) -> ProductResNet:
    """A network trained on the pictures with a one-cycle schedule, in evaluation mode on the CPU."""
    torch.manual_seed(SEED)
    random = torch.Generator().manual_seed(SEED)
    network = ProductResNet(classes).to(device, memory_format=torch.channels_last)
    steps = epochs * (len(pictures) // BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), lr=3e-3, betas=(0.9, 0.99), weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.1)
    pictures, products = pictures.to(device), products.to(device)
    for epoch in range(epochs):
        network.train()
        began, total = time.perf_counter(), 0.0
        order = torch.randperm(len(pictures), generator=random)
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH].to(device)
            varied = vary(pictures[chosen], random).contiguous(memory_format=torch.channels_last)
            loss = loss_of(network(varied), products[chosen])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        mean = total / (len(order) // BATCH)
        print(f"epoch {epoch + 1} of {epochs}: loss {mean:.3f}, {time.perf_counter() - began:.1f} s", flush=True)
    return network.eval().cpu()


@torch.no_grad()
def accuracy(network: nn.Module, pictures: Tensor, products: Tensor) -> float:
    """The share of pictures whose largest logit is their product's."""
    answers = torch.cat([network(part).argmax(1) for part in pictures.split(BATCH)])
    return float((answers == products).double().mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("views", type=Path, metavar="VIEWS", help="the folder that render_catalogue.py filled")
    parser.add_argument("--epochs", type=int, default=40, metavar="N", help="passes over the pictures (default: 40)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    arguments = parser.parse_args()
    paths = sorted(arguments.views.glob("*/*.jpg"))
    labels = list(entry(EMBEDDED).labels)
    if sorted({path.parent.name for path in paths}) != labels:
        raise SystemExit(f"{arguments.views}: expected a folder for each of {len(labels)} products.")
    held = [path for path in paths if path.name.startswith(HELD)]
    learnt = [path for path in paths if path not in set(held)]
    network = train(*read(learnt, labels), len(labels), arguments.epochs, arguments.device)
    share = accuracy(network, *read(held, labels))
    recipe = {key: value for key, value in asdict(RECIPE).items() if key != "name"}
    metadata = {
        "labels": json.dumps(labels),
        "recipe": json.dumps(recipe),
        "accuracy": f"{share:.4f}",
        "held_out": str(len(held)),
        "learnt_from": str(len(learnt)),
    }
    state = {key: value.contiguous() for key, value in network.state_dict().items()}
    save_file(state, OUT, metadata)
    print(f"{share:.1%} of {len(held)} held-out pictures; {OUT.stat().st_size:,} bytes in {OUT}")


if __name__ == "__main__":
    main()
