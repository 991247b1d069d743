"""One photo many times, each time as it may be shown to a network that is trained."""

from __future__ import annotations

import streamlit as st

from explorer.catalogue.augment import draw, varied
from explorer.image.photo import Photo
from explorer.image.preprocess import uncut
from explorer.image.recipe import POST
from explorer.ui.catalogue import words
from explorer.ui.catalogue.pictures import from_unit
from explorer.ui.components.photo_wall import Tile, photo_wall
from explorer.ui.frame import note

TIMES = 12


def draw_variations(photo: Photo, key: str, index: int = 0, seed: int = 0) -> None:
    """Draw a photo as it is shown in epochs 0 to 11; `photo` and its `index` decide with `seed` what happens."""
    square = uncut(photo, POST)
    drawn = [draw(seed, index, epoch) for epoch in range(TIMES)]
    tiles = [
        Tile(from_unit(varied(square, POST.crop, one)), f"epoch {epoch}", words.happened(one))
        for epoch, one in enumerate(drawn)
    ]
    photo_wall(tiles, name="One photo many times", side=140, key=key)
    note(words.TRANSFORMS)


def on_photo_page(photo: Photo) -> None:
    """The expander on the Photo page; computed when it is open."""
    expander = st.expander("Augmentation: the same photo many times", key="photo:augmentation", on_change="rerun")
    if not expander.open:
        return
    with expander:
        seed = st.number_input("Seed", 0, 2**32 - 1, key="photo:augmentation:seed", width=160)
        draw_variations(photo, "photo:variations", seed=int(seed))
