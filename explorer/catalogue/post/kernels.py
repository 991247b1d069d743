"""What the post says of convolutions: kernels, channels, stride, padding, and its two kernels on a photo."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import torch
from torch.nn import functional as F

from explorer.catalogue.post.statement import Statement
from explorer.catalogue.post.workbench import SIDE, Workbench
from explorer.lab.convolution import Setting, convolve
from explorer.lab.presets import preset
from explorer.network.layers import Sides


def _sides(sides: Sides) -> str:
    return "x".join(map(str, sides))


def _output(bench: Workbench, side: int, stride: int | None = None) -> int:
    """Cells a side of the map that the first layer makes of a photo of `side` pixels."""
    conv1 = bench.conv1
    made = F.conv2d(
        torch.zeros(1, conv1.in_channels, side, side), conv1.weight, None, stride or conv1.stride, conv1.padding
    )
    return made.shape[2]


def _numbers(bench: Workbench) -> str:
    stride, padding = bench.conv1.stride, bench.conv1.padding
    assert not isinstance(padding, str)
    return f"{len(stride)} and {len(padding)} numbers"


def _way_of_multiplying(bench: Workbench) -> str:
    """Which product of a 7 × 7 part of a photo and a kernel is the value of the convolution there."""
    part, kernel = bench.noise(2, 7, 7).double()
    value = float(F.conv2d(part[None, None], kernel[None, None]))
    ways = {"element wise": float((part * kernel).sum()), "matrix multiplication": float((part @ kernel).sum())}
    return min(ways, key=lambda way: abs(ways[way] - value))


def _values(bench: Workbench) -> str:
    made = F.conv2d(bench.noise(1, 3, 7, 7), bench.conv1.weight[:1])
    return "a single value" if made.numel() == 1 else f"{made.numel()} values"


def _channels_of_one_kernel(bench: Workbench) -> str:
    """How many maps are left when all kernels of the first layer but one are zero."""
    weight = torch.zeros_like(bench.conv1.weight)
    weight[5] = bench.conv1.weight[5]
    maps = F.conv2d(bench.noise(1, 3, 32, 32), weight)[0]
    return f"{int((maps.abs().amax((1, 2)) > 0).sum())} channel"


def _usual(bench: Workbench) -> str:
    """Those of the numbers that the post names that layers of its network have as channels."""
    found = {row.shape[0] for row in bench.rows if row.type == "Conv2d"}
    return ", ".join(str(number) for number in (64, 256, 512) if number in found)


def _next_layer(bench: Workbench) -> str:
    reads = bench.parts.get_submodule("0.4.0.conv1").weight
    assert isinstance(reads, torch.Tensor)
    return f"{bench.conv1.out_channels} out, {reads.shape[1]} in"


def _jump(bench: Workbench) -> str:
    """Every how many-th value of stride 1 are those of stride 2."""
    photo, weight = bench.noise(1, 3, 64, 64), bench.conv1.weight
    every, some = F.conv2d(photo, weight), F.conv2d(photo, weight, stride=2)
    steps = [
        step
        for step in (1, 2, 3, 4)
        if every[..., ::step, ::step].shape == some.shape
        and torch.allclose(every[..., ::step, ::step], some, atol=1e-5)
    ]
    return " or ".join(f"{step} steps" for step in steps)


def _half(bench: Workbench) -> str:
    return f"{SIDE} to {_output(bench, SIDE)}"


def _fall(bench: Workbench) -> str:
    """What takes maps of 150 × 150 to 75 × 75."""
    pairs = pairwise(bench.rows)
    return " and ".join(
        after.type for before, after in pairs if before.shape[1:] == (150, 150) and after.shape[1] == 75
    )


def _doubled(bench: Workbench) -> str:
    """By how much the channels of a stage's output grow where its sides are halved."""
    last = {row.path.split(".")[1]: row for row in bench.rows if row.path.startswith(("0.4", "0.5", "0.6", "0.7"))}
    channels = [row.shape[0] for row in last.values()]
    return ", ".join(f"× {after / before:g}" for before, after in pairwise(channels))


def _factors(bench: Workbench) -> str:
    return ", ".join(str(_output(bench, SIDE, stride)) for stride in (1, 2, 3, 4))


def _sample_kernel(short: str) -> torch.Tensor:
    kernel = preset(short).kernel
    return torch.from_numpy(kernel.weights / kernel.divided_by).expand(1, 3, 3, 3)


def _edges(_: Workbench) -> str:
    """What the first kernel makes of a picture that is dark to the left and light to the right."""
    picture = np.zeros((3, 12, 12), np.float32)
    picture[:, :, 6:] = 1
    found = np.abs(convolve(picture, [preset("post-1").kernel], Setting())[0]) > 1e-6
    even, edge = found[:, [0, 1, 2, 3, 6, 7, 8, 9]].any(), found[:, [4, 5]].all()
    return f"even ground {'shows' if even else 'is zero'}, the edge {'shows' if edge else 'is zero'}"


def _kind(bench: Workbench) -> str:
    return f"a {type(bench.prepared().tensor[0][None]).__name__}"


STATEMENTS = (
    Statement(697, "The 3 here indicates 3 channels of input.", "3", lambda bench: str(bench.conv1.weight.shape[1])),
    Statement(
        699, "$64$ represents the number of output channels.", "64", lambda bench: str(bench.conv1.weight.shape[0])
    ),
    Statement(701, "is again a $7x7$.", "7x7", lambda bench: _sides(tuple(bench.conv1.weight.shape[2:]))),
    Statement(
        703,
        "again are matrices of $2x2$ and $3x3$ respectively.",
        "4 and 9 numbers",
        _numbers,
        "Stride and padding are no matrices: (2, 2) says how far the kernel moves down and across, (3, 3) how many "
        "zeros are laid at each edge.",
    ),
    Statement(705, "they’re multiplied element wise with the input matrix", "element wise", _way_of_multiplying),
    Statement(707, "to yield a single value.", "a single value", _values),
    Statement(
        709, "we assume the kernel is $3x3x3$", "3x3x3", lambda _: _sides(tuple(_sample_kernel("post-1").shape[1:]))
    ),
    Statement(710, "a $3x7x7$ kernel", "3x7x7", lambda bench: _sides(tuple(bench.conv1.weight.shape[1:]))),
    Statement(
        710,
        "a single channel (again think of this as a matrix) which is $225x225$",
        "225x225",
        lambda bench: _sides((_output(bench, 225),) * 2),
        "A 7 × 7 kernel with stride 2 and padding 3 makes ⌊(225 + 6 − 7) / 2⌋ + 1 = 113 of 225.",
    ),
    Statement(711, "is usually 64, 256, 512 etc.", "64, 256, 512", _usual),
    Statement(712, "Each kernel produces a channel", "1 channel", _channels_of_one_kernel),
    Statement(713, "Which serves as the input to the next layer", "64 out, 64 in", _next_layer),
    Statement(715, "if the stride is 2 the kernel jumps 2 steps", "2 steps", _jump),
    Statement(718, "having half the height and width of the original input", f"{SIDE} to {SIDE // 2}", _half),
    Statement(
        718,
        "Note the fall from 150 to 75.",
        "Conv2d",
        _fall,
        "Stride is told of a convolution, but this fall is the max pool’s, which has a stride of its own and leaves 64 "
        "channels; the convolution’s is from 300 to 150.",
    ),
    Statement(719, "the number of kernels are doubled.", "× 2, × 2, × 2", _doubled),
    Statement(742, "As the stride grows the output decreases by the same factor.", "300, 150, 100, 75", _factors),
    Statement(
        749, "torch.Size([1, 3, 3, 3])", "torch.Size([1, 3, 3, 3])", lambda _: str(_sample_kernel("post-1").shape)
    ),
    Statement(
        753,
        "torch.Size([3, 300, 300])",
        "torch.Size([3, 300, 300])",
        lambda bench: str(bench.prepared().tensor[0].shape),
    ),
    Statement(
        754,
        "We convert the image data (tensor) in t into an array by adding another axis.",
        "an array",
        _kind,
        "It stays a tensor: the new axis counts the photos of a batch.",
    ),
    Statement(
        756,
        "torch.Size([1, 3, 300, 300])",
        "torch.Size([1, 3, 300, 300])",
        lambda bench: str(bench.prepared().tensor[0][None].shape),
    ),
    Statement(
        760,
        "We discovered the edges of the image with the kernel we used.",
        "even ground is zero, the edge shows",
        _edges,
    ),
)
