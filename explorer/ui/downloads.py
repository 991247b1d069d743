"""What is on the screen as files: made when somebody clicks, from the very values that are shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import streamlit as st

from explorer.image.photo import Photo
from explorer.image.preprocess import Preprocessed
from explorer.network.layers import COLUMNS, as_text
from explorer.render.class_picture import class_picture
from explorer.render.export import csv_text, markdown_table, npz_bytes, png_bytes
from explorer.render.kernel_picture import kernel_picture
from explorer.render.scale import Theme
from explorer.render.sheet import sheet, to_picture
from explorer.ui.lab.scene import LabScene
from explorer.ui.lab.view import LETTERS
from explorer.ui.map.scene import MapScene
from explorer.ui.receipt_scene import ReceiptScene
from explorer.ui.scenes import KernelScene, LayerScene
from explorer.ui.scores.scene import ScoreScene
from explorer.ui.tables import ShapeTable

Offer = tuple[str, str, Callable[[], bytes | str]]


def _offer(offers: list[Offer]) -> None:
    """A popover with one button a file: (label, file name, how it is made)."""
    with st.popover("Download", icon=":material/download:"):
        for label, name, make in offers:
            st.download_button(label, make, file_name=name, on_click="ignore", width="stretch", key=f"download:{name}")


def _stem(photo: Photo) -> str:
    return Path(photo.name).stem


def _theme() -> Theme:
    return "dark" if st.context.theme.type == "dark" else "light"


def photo(steps: Preprocessed, shown: Photo) -> None:
    """The tensor, and the cropped picture."""
    stem = _stem(shown)
    _offer(
        [
            ("The tensor (NPZ)", f"{stem}-tensor.npz", lambda: npz_bytes(tensor=steps.tensor.numpy())),
            ("What the network sees (PNG)", f"{stem}-seen.png", lambda: png_bytes(steps.steps[2].array)),
        ]
    )


def layer(scene: LayerScene, shown: Photo) -> None:
    """All maps as numbers and as a picture, the enlarged one as a table."""
    stem = f"{_stem(shown)}-{scene.layer.name}"
    theme = _theme()
    _offer(
        [
            ("All maps (NPZ)", f"{stem}.npz", lambda: npz_bytes(activation=scene.maps)),
            (
                "All maps, each channel by itself (PNG)",
                f"{stem}.png",
                lambda: png_bytes(to_picture(scene.sheet, None, "channel", theme)),
            ),
            (
                "All maps, one scale for the layer (PNG)",
                f"{stem}-one-scale.png",
                lambda: png_bytes(to_picture(scene.sheet, None, "layer", theme)),
            ),
            (
                f"Channel {scene.channel} (CSV)",
                f"{stem}-{scene.channel}.csv",
                lambda: csv_text([[repr(float(value)) for value in row] for row in scene.enlarged]),
            ),
        ]
    )


def kernels(scene: KernelScene) -> None:
    """The kernels as numbers and as a picture."""
    stem = f"{scene.layer}-kernels"
    theme = _theme()
    _offer(
        [
            ("All kernels (NPZ)", f"{stem}.npz", lambda: npz_bytes(kernels=scene.kernels)),
            ("All kernels (PNG)", f"{stem}.png", lambda: png_bytes(kernel_picture(scene.kernels, theme))),
        ]
    )


def scores(scene: ScoreScene, shown: Photo) -> None:
    """All classes and all terms of the sum as tables, the class map as numbers and as a picture."""
    stem = f"{_stem(shown)}-{scene.chosen}" + ("" if scene.against is None else f"-{scene.against}")
    offers: list[Offer] = [
        ("All classes (CSV)", f"{_stem(shown)}-scores.csv", lambda: csv_text(scene.rows())),
        ("All terms of the sum (CSV)", f"{stem}-terms.csv", lambda: csv_text(scene.terms())),
    ]
    if (shares := scene.shares) is not None:
        offers += [
            (
                "Class map (NPZ)",
                f"{stem}-cam.npz",
                lambda: npz_bytes(shares=shares.shares, bias=np.array(shares.bias)),
            ),
            ("Class map (PNG)", f"{stem}-cam.png", lambda: png_bytes(class_picture(scene.seen, shares.shares))),
        ]
    if scene.is_whole:
        offers.append(("Maps of all classes (NPZ)", f"{_stem(shown)}-cams.npz", lambda: npz_bytes(**scene.all_maps())))
    _offer(offers)


def lab(scene: LabScene) -> None:
    """What the kernels make of the photo, computed by torch, as numbers and as pictures."""
    stem = f"{_stem(scene.photo)}-lab"
    theme = _theme()
    _offer(
        [
            ("All maps (NPZ)", f"{stem}.npz", lambda: npz_bytes(**scene.results())),
            *(
                (
                    f"Map {letter} (PNG)",
                    f"{stem}-{letter}.png",
                    lambda letter=letter: png_bytes(to_picture(sheet(scene.results()[letter][None]), theme=theme)),
                )
                for letter in LETTERS[: len(scene.lab.kernels)]
            ),
        ]
    )


def chain(scene: LabScene) -> None:
    """The maps of all stages, computed by torch."""
    _offer([("Maps of all stages (NPZ)", f"{_stem(scene.photo)}-chain.npz", lambda: npz_bytes(**scene.stages()))])


def network_map(scene: MapScene, model: str) -> None:
    """Every step with its block, its costs and what it reads."""
    _offer([("All layers by block (CSV)", f"{model}-map.csv", lambda: csv_text(_steps(scene)))])


def _steps(scene: MapScene) -> list[tuple[str, ...]]:
    lines = [
        (block.name, *as_text(scene.layers[node.name]), " ".join(node.inputs))
        for block in scene.chain
        for node in block.nodes
    ]
    return [("block", *COLUMNS, "reads"), *lines]


def shapes(table: ShapeTable) -> None:
    """The shown rows."""
    stem = f"{table.model}-{table.side}"
    _offer(
        [
            ("These rows (CSV)", f"{stem}.csv", lambda: csv_text(table.rows())),
            ("These rows (Markdown)", f"{stem}.md", lambda: markdown_table(table.rows())),
        ]
    )


def receipt(scene: ReceiptScene, shown: Photo) -> None:
    """All terms of the receipt as a table, in the order in which the operation meets them."""
    place = scene.place
    stem = f"{_stem(shown)}-{place.layer}-{place.channel}-{place.cell[0]}-{place.cell[1]}"
    _offer([("All terms (CSV)", f"{stem}.csv", lambda: csv_text(_terms(scene)))])


def _terms(scene: ReceiptScene) -> list[tuple[str, ...]]:
    found = scene.receipt
    lines = [
        (one.layer, str(one.channel), *map(str, one.cell), repr(one.input), repr(one.weight), repr(one.product))
        for one in found.terms
    ]
    header = ("layer", "channel", "row", "column", "input", "weight", "product")
    return [header, *lines, ("bias", "", "", "", "", "", repr(found.bias)), ("sum", *[""] * 5, repr(found.value))]
