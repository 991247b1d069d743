"""Kernels as PyTorch code that runs."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

from explorer.lab.convolution import Setting
from explorer.lab.kernel import Kernel

_HEAD = """\
import torch
from torch.nn import functional as F

# x: a photo, (N, 3, H, W), float32. Each function returns one map, (N, 1, H', W').
"""


def code_of(kernels: Sequence[Kernel], setting: Setting) -> str:
    """A module with one function a kernel, `kernel_a`, `kernel_b` and so on, that does what `convolve` does."""
    return _HEAD + "".join(
        f"\n\n# {kernel.name}\ndef kernel_{letter}(x):\n{_body(kernel, setting)}"
        for letter, kernel in zip(ascii_lowercase, kernels, strict=False)
    )


def _body(kernel: Kernel, setting: Setting) -> str:
    height, width = kernel.size
    axes = f"{len(kernel.planes)}, {height}, {width}"
    pad = ", ".join([str(setting.padding)] * 4)
    mode = "constant" if setting.edge == "zeros" else setting.edge
    lines = [
        f"weight = torch.tensor({_written(kernel)}).reshape(1, {axes})",
        f"weight = weight.expand(1, 3, {height}, {width}) / {kernel.divided_by!r}",
        *([f'x = F.pad(x, ({pad}), mode="{mode}")'] if setting.padding else []),
        f"bias = torch.tensor([{kernel.bias!r}])",
        f"return F.conv2d(x, weight, bias, stride={setting.stride}, dilation={setting.dilation})",
    ]
    return "".join(f"    {line}\n" for line in lines)


def _written(kernel: Kernel) -> str:
    """The weights as a list of rows, the planes one below the other."""
    rows = [f"        {list(row)}," for plane in kernel.planes for row in plane]
    return "\n".join(["[", *rows, "    ]"])
