"""`kernels`: the kernels of a convolution, as a file."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.cli.arguments import Options
from explorer.cli.opening import ask, load
from explorer.network.kernels import kernels
from explorer.render.export import write_npz, write_png
from explorer.render.kernel_picture import kernel_picture


def run(options: Options) -> Iterator[str]:
    """Writes the file; there is nothing to print.

    Raises what `ask` and `load` raise, UnknownName and ExportError.
    """
    asked = ask(options)
    kernels(asked.blank(), options.layer)  # refuses a layer that has none before any weights are sought
    array = kernels(load(options, asked).opened(), options.layer)
    if options.out.suffix.lower() == ".npz":
        write_npz(options.out, kernels=array)
    else:
        write_png(options.out, kernel_picture(array))
    yield from ()
