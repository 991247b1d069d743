"""A learner's file is a network like any other on every page: the file itself says what it is."""

from __future__ import annotations

import json

import pytest
from safetensors.torch import save
from streamlit.testing.v1 import AppTest

from explorer.network import weights
from explorer.ui import cache
from explorer.ui.navigation import PAGES
from tests.pages.opening import PATIENCE_S, assert_sound, opened, view

LABELS = ("007", "07", "8a", "b", "c9")
OF_A_NETWORK = [page.file for pages in PAGES.values() for page in pages if page.file != "pages/replay.py"]
pytestmark = pytest.mark.usefixtures("one_memory")


@pytest.fixture(scope="module")
def file() -> bytes:
    """A learner on ResNet-20 for five products; its recipe has 48 pixels, which no other one has."""
    learner = weights.load("cifar_resnet20-learner", "untrained:0")
    small = weights.calibrate.initialise(lambda: learner.model.build(5), 0)
    weights.calibrate.settle(small, weights.calibrate.batch(weights.calibrate.builtin_photos(), learner.recipe))
    recipe = {"resize": 48, "crop": 48, "fit": "crop", "mean": [0.5] * 3, "std": [0.2] * 3}
    metadata = {
        "architecture": learner.model.name,
        "labels": json.dumps(LABELS),
        "recipe": json.dumps(recipe | {"interpolation": "bilinear", "antialias": True}),
    }
    return save(dict(small.state_dict()), metadata)


def _with(file: bytes, page: str) -> AppTest:
    app = opened("pages/layers.py")
    app.file_uploader(key="sidebar:checkpoint").set_value(("shop.safetensors", file, "application/octet-stream")).run()
    app.button(key="sidebar:open").click().run()
    loading = cache.server().shelf.peek(app.session_state["workspace"].network_key)
    assert loading is not None and loading.done.wait(PATIENCE_S)
    app.switch_page(page).run()
    assert_sound(app)
    return app


@pytest.mark.parametrize("page", OF_A_NETWORK)
def test_every_page_shows_it(file: bytes, page: str) -> None:
    app = _with(file, page)
    assert view(app).model == "cifar_resnet20-learner"
    assert app.selectbox(key="sidebar:model").value == "cifar_resnet20-learner"
    network = app.session_state["workspace"].ready().network
    assert (network.labels, network.recipe.crop) == (LABELS, 48)


def test_it_comes_back_from_the_address_without_its_file() -> None:
    """Files stay with their visitor: somebody else sees the learner untrained."""
    app = opened("pages/shapes.py", model="cifar_resnet20-learner")
    assert view(app).model == "cifar_resnet20-learner" and "head.linear2" in str(app.dataframe[0].value)
