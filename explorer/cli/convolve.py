"""`convolve`: what kernels make of a photo, as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from explorer.cli.arguments import Options
from explorer.errors import InputError
from explorer.lab import kernel_file
from explorer.lab.convolution import Edge, Setting, convolve
from explorer.lab.kernel import Kernel
from explorer.lab.presets import preset
from explorer.lab.values import pixels_of, values_of
from explorer.render.export import write_npz, write_png
from explorer.render.sheet import sheet, to_picture


def run(options: Options) -> Iterator[str]:
    """Writes the file; there is nothing to print.

    Raises InputError, UnknownName, PhotoError and ExportError.
    """
    kernels = _kernels(options.kernels)
    edge = cast(Edge, options.padding_mode)  # Setting refuses all others
    setting = Setting(options.stride, options.padding, edge, options.dilation)
    (photo,) = options.photos
    values = values_of(pixels_of(photo.photo(), options.size), options.normalised)
    result = convolve(values, kernels, setting)
    if options.out.suffix.lower() == ".npz":
        write_npz(options.out, result=result)
    else:
        write_png(options.out, to_picture(sheet(result)))
    yield from ()


def _kernels(named: list[str]) -> tuple[Kernel, ...]:
    """The kernels that were named: presets, and all that the files hold."""
    kernels = tuple(kernel for name in named for kernel in _named(name))
    if len(kernels) > kernel_file.MOST_KERNELS:
        raise InputError(f"{len(kernels)} kernels were named; at most {kernel_file.MOST_KERNELS} can be used.")
    return kernels


def _named(name: str) -> tuple[Kernel, ...]:
    if name.lower().endswith(".json"):
        return kernel_file.read(name)
    return (preset(name).kernel,)
