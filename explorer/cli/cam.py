"""`cam`: where the score of a class comes from, as a file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from explorer.cli.arguments import Options
from explorer.cli.opening import Asked, ask, check_photo, load, prepared
from explorer.errors import InputError
from explorer.explain.class_map import class_map, refusal
from explorer.explain.grad_cam import grad_cam
from explorer.explain.scores import check_classes
from explorer.network.capture import Capture, capture
from explorer.network.opened import OpenedNetwork
from explorer.render.class_picture import class_picture
from explorer.render.export import write_npz, write_png


def run(options: Options) -> Iterator[str]:
    """Writes the file; there is nothing to print.

    Raises what `ask` and `load` raise, InputError for a class that is not there and for a network whose cells have no
    exact shares, PhotoError, RecipeError, ExportError and DeviceError.
    """
    asked = ask(options)
    (photo,) = options.photos
    check_photo(photo, asked.recipe)
    _check_before_loading(options, asked)
    loaded = load(options, asked)
    check_classes(len(loaded.network.labels), options.chosen, options.against)
    network = loaded.opened()
    _check_shares(options, network)
    picture = prepared(photo, loaded.recipe)
    arrays = _arrays(options, capture(network, picture.tensor))
    if options.out.suffix.lower() == ".npz":
        write_npz(options.out, **arrays)
    else:
        shown = arrays["grad_cam" if options.approximate else "shares"]
        write_png(options.out, class_picture(picture.steps[2].array, shown))
    yield from ()


def _arrays(options: Options, seen: Capture) -> dict[str, np.ndarray]:
    if options.approximate:
        return {"grad_cam": grad_cam(seen, options.chosen, options.against)}
    found = class_map(seen, options.chosen, options.against)
    return {"shares": found.shares, "bias": np.array(found.bias)}


def _check_before_loading(options: Options, asked: Asked) -> None:
    blank = asked.blank()
    _check_shares(options, blank)
    if asked.choice.kind != "file":  # a file may bring another number of classes
        check_classes(blank.node(blank.output).shape[0], options.chosen, options.against)


def _check_shares(options: Options, network: OpenedNetwork) -> None:
    if not options.approximate and (sentence := refusal(network)):
        raise InputError(sentence, "--approximate writes Grad-CAM, an approximation.")
