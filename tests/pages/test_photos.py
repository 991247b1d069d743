"""Photos as phones and cameras bring them, through the page."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.pages.opening import assert_sound, opened, turned, view

ROOT = Path(__file__).resolve().parents[2]
SIDEWAYS = ROOT / "tests" / "image" / "sideways.heic"

pytestmark = pytest.mark.usefixtures("one_memory")


def test_a_heic_photo_is_uploaded_and_upright() -> None:
    app = opened("pages/photo.py")
    uploader = app.file_uploader(key="photo:files")
    uploader.set_value([("IMG_0001.HEIC", SIDEWAYS.read_bytes(), "image/heic")]).run()
    assert_sound(app)
    photo = app.session_state["workspace"].photo
    assert (photo.name, photo.format, photo.size) == ("IMG_0001.HEIC", "HEIC", (64, 48))
    assert any("turned upright" in note.value for note in app.markdown)
    turned(app, "pages/layers.py")
    assert app.session_state["workspace"].photo is photo


def test_a_heic_photo_without_a_picture_is_a_sentence(shared: Path) -> None:
    app = opened("pages/photo.py")
    before = view(app)
    data = (shared / "data" / "odd-photos" / "corrupt" / "made_heic_header.heic").read_bytes()
    app.file_uploader(key="photo:files").set_value([("made_heic_header.heic", data, "image/heic")]).run()
    (error,) = app.error
    assert re.sub(r"\\(.)", r"\1", error.value).startswith("“made_heic_header.heic”")
    assert view(app) == before
    assert len(app.title) == 1


def test_each_shot_of_the_camera_is_a_photo_and_clearing_it_takes_none_away() -> None:
    app = opened("pages/photo.py")
    for number, shade in enumerate((40, 200), start=1):
        file = io.BytesIO()
        Image.fromarray(np.full((48, 64, 3), shade, np.uint8)).save(file, "JPEG")
        app.camera_input(key="photo:camera").set_value(("shot.jpg", file.getvalue(), "image/jpeg")).run()
        assert_sound(app)
        photo = app.session_state["workspace"].photo
        assert (photo.size, int(photo.pixels[0, 0, 0])) == ((48, 64), shade)
        assert len(view(app).uploads) == number
    before = view(app)
    app.camera_input(key="photo:camera").set_value(None).run()
    assert_sound(app)
    assert view(app) == before
