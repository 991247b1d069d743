"""Training on a catalogue: time and accuracy in both modes, and what features of SqueezeNet are good for.

    python benchmarks/bench_training.py [FOLDER] [--squeezenet FILE] [--resnet50 WEIGHTS] [--epochs N] [--size N]

Without a folder it takes ../shared/data/products, and says so where that is missing. The mean over seeds 0 to 4 of
training the head alone on SqueezeNet is measured everywhere; where there is a CUDA device also ResNet50 and SqueezeNet
in each mode, 20 epochs at 300 px, with the best and the last epoch's accuracy.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import torch

from explorer.catalogue.plan import Mode, Plan
from explorer.catalogue.run_folder import Progress, RunFolder
from explorer.catalogue.split import WARNING
from explorer.catalogue.training import train
from explorer.network.device import choose, prepare_process

SHARED = Path(__file__).resolve().parents[2] / "shared"
SEEDS = range(5)
MODES: tuple[Mode, ...] = ("head-only", "as-post")


def trained(folder: Path, plan: Plan) -> tuple[Progress, float]:
    """What training in `folder` came to, and the seconds that all of it took, photos and features included."""
    began = time.perf_counter()
    run = RunFolder.create(folder, plan)
    with run.held():
        train(run)
    return run.progress(), time.perf_counter() - began


def head_only_shares(place: Path, plan: Plan) -> list[float]:
    """The share of held-out photos that are right for each seed; the features are computed for the first one."""
    shares = []
    for seed in SEEDS:
        folder = place / f"seed{seed}"
        if seed:
            folder.mkdir()
            shutil.copy(place / "seed0" / "features.safetensors", folder)
        progress, _ = trained(folder, replace(plan, seed=seed))
        shares.append(progress.epochs[-1].accuracy)
    return shares


def seeds(place: Path, plan: Plan) -> None:
    """Prints the mean accuracy over the seeds."""
    began = time.perf_counter()
    shares = head_only_shares(place, plan)
    each = ", ".join(f"{share:.1%}" for share in shares)
    print(
        f"| {plan.network} head-only, {plan.epochs} epochs, {plan.size} px, seeds 0 to 4 | "
        f"{statistics.mean(shares):.1%} ({each}) | {time.perf_counter() - began:.0f} s in all |",
        flush=True,
    )


def both_modes(place: Path, plan: Plan) -> None:
    """Prints time and accuracy of one training in each mode."""
    for mode in MODES:
        progress, seconds = trained(place / f"{plan.network}-{mode}", replace(plan, mode=mode))
        assert progress.best is not None
        each = statistics.median(epoch.seconds for epoch in progress.epochs)
        print(
            f"| {plan.network} ({Path(plan.weights).name}) {mode}, {plan.epochs} epochs, {plan.size} px | "
            f"{progress.epochs[-1].accuracy:.1%} at the end, {progress.best.accuracy:.1%} after epoch "
            f"{progress.best.epoch} | {seconds:.0f} s in all, {each:.2f} s an epoch |",
            flush=True,
        )


def main() -> None:
    """Measures what the data at hand allow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED / "data" / "products")
    weights = SHARED / "weights" / "squeezenet" / "squeezenet1_0-deepcompressed.pth"
    parser.add_argument("--squeezenet", type=Path, default=weights, help="trained weights of squeezenet1_0")
    parser.add_argument("--resnet50", default="untrained:0", help="weights of resnet50, as the command line names them")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--size", type=int, default=300)
    asked = parser.parse_args()
    if not asked.folder.is_dir():
        print(f"{asked.folder} is missing: name a folder of products to measure training")
        return
    prepare_process()
    device = choose()
    where = torch.cuda.get_device_name() if device.type == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    print(f"{asked.folder.name} on {where}, torch {torch.__version__}")
    print("| what | held-out photos right | time |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        if asked.squeezenet.is_file():
            squeezenet = Plan(str(asked.folder), "squeezenet1_0", str(asked.squeezenet), size=asked.size)
            seeds(Path(place), squeezenet)
            if device.type == "cuda":
                both_modes(Path(place), replace(squeezenet, epochs=asked.epochs))
        if device.type == "cuda":
            resnet50 = Plan(str(asked.folder), "resnet50", asked.resnet50, epochs=asked.epochs, size=asked.size)
            both_modes(Path(place), resnet50)
    print(f"\n{WARNING}")


if __name__ == "__main__":
    main()
