"""The class activation maps of all 1,000 classes of one photo against the forward pass that it takes to have the maps.

ResNet50 at 224 px, interleaved in one process, with the settings that the app itself uses; on CUDA where there is a
device. Beside it the exact sum of one class and its map, as the Scores page computes them at each click.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
import torchvision

from explorer.explain.class_map import class_map, class_maps
from explorer.explain.scores import contributions
from explorer.network.capture import capture
from explorer.network.device import choose, prepare_process
from explorer.network.opened import open_network

SIZE = 224
ROUNDS = 25


def milliseconds(call: Callable[[], object], device: torch.device) -> float:
    """How long `call` takes until the device is done."""
    began = time.perf_counter()
    call()
    if device.type == "cuda":
        torch.cuda.synchronize()
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Print the medians and the ratio pair by pair."""
    prepare_process()
    device = choose()
    torch.manual_seed(0)
    module = torchvision.models.resnet50().eval().to(device)
    photo = torch.randn(1, 3, SIZE, SIZE, device=device)
    seen = capture(open_network(module, (SIZE, SIZE)), photo)
    forward, maps, one, share = [], [], [], []
    for _ in range(ROUNDS + 3):
        with torch.inference_mode():
            forward.append(milliseconds(lambda: module(photo), device))
        maps.append(milliseconds(lambda: class_maps(seen), device))
        one.append(milliseconds(lambda: contributions(seen, 504), device))
        share.append(milliseconds(lambda: class_map(seen, 504), device))
    forward, maps, one, share = (times[3:] for times in (forward, maps, one, share))
    ratio = statistics.median(b / a for a, b in zip(forward, maps, strict=True))
    print(
        f"ResNet50 at {SIZE} px on {device}, {torch.get_num_threads()} threads,"
        f" torch {torch.__version__}, {ROUNDS} rounds"
    )
    print(f"bare forward             {statistics.median(forward):7.1f} ms median")
    print(f"maps of all classes      {statistics.median(maps):7.1f} ms median")
    print(f"ratio                    {ratio:7.3f}    median of the pairs (target: at most 0.05)")
    print(f"sum of one class         {statistics.median(one):7.1f} ms median")
    print(f"class map of one class   {statistics.median(share):7.1f} ms median")


if __name__ == "__main__":
    main()
