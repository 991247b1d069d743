"""Capture of every layer of ResNet50 at 300 px against the bare forward pass of torchvision's own model.

Interleaved in one process, with the settings that the app itself uses; on CUDA where there is a device.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
import torchvision

from explorer.network.capture import capture
from explorer.network.device import choose, prepare_process
from explorer.network.opened import open_network

SIZE = 300
ROUNDS = 25


def milliseconds(call: Callable[[], object], device: torch.device) -> float:
    """How long `call` takes until the device is done."""
    began = time.perf_counter()
    call()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Print the medians, the ratio pair by pair, and what a capture keeps."""
    prepare_process()
    device = choose()
    torch.manual_seed(0)
    network = torchvision.models.resnet50().eval().to(device)
    opened = open_network(network, (SIZE, SIZE))
    photo = torch.randn(1, 3, SIZE, SIZE, device=device)
    bare, kept = [], []
    with torch.inference_mode():
        for _ in range(ROUNDS + 3):
            bare.append(milliseconds(lambda: network(photo), device))
            kept.append(milliseconds(lambda: capture(opened, photo), device))
    bare, kept = bare[3:], kept[3:]  # the first rounds warm caches and allocators
    ratio = statistics.median(b / a for a, b in zip(bare, kept, strict=True))
    captured = capture(opened, photo)
    print(
        f"ResNet50 at {SIZE} px on {device}, {torch.get_num_threads()} threads,"
        f" torch {torch.__version__}, {ROUNDS} rounds"
    )
    print(f"bare forward   {statistics.median(bare):7.1f} ms median")
    print(f"with capture   {statistics.median(kept):7.1f} ms median")
    print(f"ratio          {ratio:7.3f}    median of the pairs (target: at most 1.05)")
    print(f"kept           {captured.nbytes / 1e6:7.1f} MB  (target: at most 90)")
    for layer in ("bn1", "layer1.2.add", "layer3.5.relu_2", "layer4.2.relu_2"):
        times = [milliseconds(lambda layer=layer: captured.activation(layer), device) for _ in range(9)]
        print(f"recompute {layer:16} {statistics.median(times):7.2f} ms")


if __name__ == "__main__":
    main()
