"""`activations`: what a layer makes of a photo, as a file."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.cli.arguments import Options
from explorer.cli.opening import ask, check_photo, load, tensor
from explorer.network.arrange import as_maps
from explorer.network.capture import capture
from explorer.render.export import write_npz, write_png
from explorer.render.sheet import sheet, to_picture


def run(options: Options) -> Iterator[str]:
    """Writes the file; there is nothing to print.

    Raises what `ask` and `load` raise, UnknownName, PhotoError, RecipeError, ExportError and DeviceError.
    """
    asked = ask(options)
    (photo,) = options.photos
    check_photo(photo, asked.recipe)
    asked.blank().node(options.layer)
    loaded = load(options, asked)
    captured = capture(loaded.opened(), tensor(photo, loaded.recipe))
    value = captured.activation(options.layer)
    maps = value if value.dim() == 1 else as_maps(captured, options.layer)
    array = maps.float().cpu().numpy()
    if options.out.suffix.lower() == ".npz":
        write_npz(options.out, activation=array)
    else:
        write_png(options.out, to_picture(sheet(array)))
    yield from ()
