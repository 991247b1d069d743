"""Every page in a simulated run: what it says, and that nothing ends in a traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.ui import cache, choices
from explorer.ui.navigation import PAGES
from explorer.ui.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
FILES = [entry.file for section in PAGES.values() for entry in section]
SMALL = {"model": "cifar_resnet20", "weights": "untrained"}
PATIENCE_S = 120

OpenApp = Callable[..., AppTest]


@pytest.fixture(scope="module", autouse=True)
def one_memory() -> Iterator[None]:
    """The server's memory is shared by the tests of this module and by no other."""
    st.cache_resource.clear()
    choices.settings.cache_clear()
    yield
    st.cache_resource.clear()
    choices.settings.cache_clear()


@pytest.fixture
def open_app() -> OpenApp:
    """`open_app("pages/layers.py", model=...)`: that page, once the network is there; keywords are the address."""

    def open_(file: str = FILES[0], **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        return go(app, file)

    return open_


def go(app: AppTest, file: str) -> AppTest:
    app.switch_page(file).run()
    return ready(app)


def ready(app: AppTest) -> AppTest:
    """The app after its network has been loaded, or has failed to."""
    assert not app.exception
    loading = cache.server().shelf.peek(place(app).network_key)
    if loading is not None and loading.resident is None and loading.error is None:
        assert loading.done.wait(PATIENCE_S)
        app.run()
    assert not app.exception
    return app


def place(app: AppTest) -> Workspace:
    found: Workspace = app.session_state["workspace"]
    return found


def said(app: AppTest) -> list[str]:
    """The error sentences on the page as people read them."""
    return [re.sub(r"\\(.)", r"\1", error.value) for error in app.error]


def button(app: AppTest, label: str) -> Any:
    return next(button for button in app.button if button.label == label)


def select(app: AppTest, label: str) -> Any:
    return next(box for box in app.selectbox if box.label == label)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("model", ["cifar_resnet20", "tiny_vgg", "squeezenet1_1"])
def test_every_page_runs(open_app: OpenApp, file: str, model: str) -> None:
    app = open_app(file, model=model, weights="untrained")
    assert said(app) == []
    (title,) = app.title
    assert re.fullmatch(r"[A-Z0-9].*\.", title.value)
    assert place(app).view.model == model


@pytest.mark.parametrize("file", FILES)
def test_every_page_says_what_in_the_address_is_wrong(open_app: OpenApp, file: str) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    for name, value in (SMALL | {"photo": "elephant", "size": "7", "recipe": "cake", "channel": "-2"}).items():
        app.query_params[name] = value
    app.switch_page(file).run()
    ready(app)
    sentences = said(app)
    assert len(sentences) == 4
    assert sentences[0].startswith("There is no built-in photo called “elephant”.")
    assert len(app.title) == 1
    assert place(app).view.photo == choices.sample_names()[0]
    assert said(app.run()) == []  # once is enough


def test_an_unknown_layer_and_channel_are_one_sentence(open_app: OpenApp) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    for name, value in (SMALL | {"layer": "conv99", "channel": "3"}).items():
        app.query_params[name] = value
    app.switch_page("pages/layers.py").run()
    (sentence,) = said(ready(app))
    assert sentence.startswith("There is no layer called “conv99”.")
    assert place(app).view.layer == "conv1"
    app = open_app("pages/layers.py", **SMALL, layer="conv1", channel="16")
    assert place(app).view.channel == 0


def test_markup_in_the_address_is_shown_and_not_obeyed(open_app: OpenApp) -> None:
    picture = "![x](https://example.invalid/x.png)"
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    for name, value in (SMALL | {"layer": picture}).items():
        app.query_params[name] = value
    app.switch_page("pages/layers.py").run()
    (sentence,) = said(ready(app))
    assert picture in sentence
    assert picture not in app.error[0].value


def test_photo_and_network_can_be_switched(open_app: OpenApp) -> None:
    app = open_app("pages/layers.py", **SMALL, layer="layer1.0.conv1", channel="3")
    photo = choices.sample_names()[3]
    select(app, "Photo").set_value(photo).run()
    view = place(ready(app)).view
    assert (view.photo, view.layer, view.channel) == (photo, "layer1.0.conv1", 3)
    select(app, "Network").set_value("tiny_vgg").run()
    view = place(ready(app)).view
    assert (view.model, view.weights, view.layer, view.channel) == ("tiny_vgg", "untrained", "conv_1_1", 0)
    assert said(app) == []
    assert app.query_params["model"] == "tiny_vgg"
    assert app.query_params["photo"] == photo


def test_the_layer_is_chosen_by_name_and_by_neighbour(open_app: OpenApp) -> None:
    app = open_app("pages/layers.py", **SMALL)
    select(app, "Layer, type to find").set_value("layer2.0.conv1").run()
    assert place(app).view.layer == "layer2.0.conv1"
    assert "32 maps of 16 × 16" in app.title[0].value
    app.button(key="layers:after").click().run()
    assert place(app).view.layer == "layer2.0.bn1"
    app.button(key="layers:before").click().run()
    app.button(key="layers:before").click().run()
    assert place(app).view.layer not in ("layer2.0.conv1", "layer2.0.bn1")


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No weights are cached, and every way out ends at a closed port."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("file", ["pages/layers.py", "pages/kernels.py", "pages/scores.py"])
def test_without_network_a_sentence_and_choices(open_app: OpenApp, file: str) -> None:
    app = open_app(file, model="squeezenet1_0")
    (sentence,) = said(app)
    assert sentence.startswith("The weights cannot be fetched")
    assert len(app.title) == 0
    button(app, "Go on untrained").click().run()
    assert said(ready(app)) == []
    assert place(app).view.weights == "untrained"
    assert len(app.title) == 1
    assert any("class scores mean nothing" in text.value for text in app.sidebar.markdown)


@pytest.mark.usefixtures("no_network")
def test_trying_again_without_network_says_the_same(open_app: OpenApp) -> None:
    app = open_app("pages/layers.py", model="squeezenet1_0")
    before = cache.server().shelf.peek(place(app).network_key)
    button(app, "Try again").click().run()
    (sentence,) = said(ready(app))
    assert sentence.startswith("The weights cannot be fetched")
    assert cache.server().shelf.peek(place(app).network_key) is not before


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("file", ["pages/photo.py", "pages/shapes.py", "pages/walk.py", "pages/words.py"])
def test_without_network_the_other_pages_work(open_app: OpenApp, file: str) -> None:
    app = open_app(file, model="squeezenet1_0")
    assert said(app) == []
    assert len(app.title) == 1


def test_a_photo_is_uploaded_and_a_corrupt_one_changes_nothing(open_app: OpenApp, shared: Path) -> None:
    app = open_app("pages/photo.py", **SMALL)
    clock = shared / "data" / "imagenet-samples" / "409_analog-clock.jpg"
    uploader = app.file_uploader(key="photo:files")
    uploader.set_value([("clock *5* $x$.jpg", clock.read_bytes(), "image/jpeg")]).run()
    assert said(app) == []
    assert place(app).photo.name == "clock *5* $x$.jpg"
    assert r"clock \*5\* \$x\$\.jpg" in app.sidebar.markdown[0].value
    shown = place(app).view
    corrupt = (shared / "data" / "odd-photos" / "corrupt" / "made_text.jpg").read_bytes()
    app.file_uploader(key="photo:files").set_value([("made_text.jpg", corrupt, "image/jpeg")]).run()
    (sentence,) = said(app)
    assert "made_text.jpg" in sentence
    assert place(app).view == shown


def test_an_uploaded_checkpoint_is_opened(open_app: OpenApp, shared: Path) -> None:
    weights = shared / "weights" / "tiny-vgg"
    app = open_app("pages/scores.py", model="tiny_vgg", weights="untrained")
    app.file_uploader(key="sidebar:checkpoint").set_value(
        ("tiny_vgg.pth", (weights / "tiny_vgg.pth").read_bytes(), "application/octet-stream")
    ).run()
    app.file_uploader(key="sidebar:labels").set_value(
        ("classes.txt", (weights / "classes.txt").read_bytes(), "text/plain")
    ).run()
    app.button(key="sidebar:open").click().run()
    assert said(ready(app)) == []
    assert place(app).view.weights.endswith("/tiny_vgg.pth")
    assert "scores" in app.title[0].value
    assert app.query_params.get("weights") is None


def test_a_checkpoint_that_does_not_fit_is_a_sentence(open_app: OpenApp, shared: Path) -> None:
    data = (shared / "weights" / "tiny-vgg" / "tiny_vgg.pth").read_bytes()
    app = open_app("pages/layers.py", **SMALL)
    app.file_uploader(key="sidebar:checkpoint").set_value(("tiny_vgg.pth", data, "application/octet-stream")).run()
    app.button(key="sidebar:open").click().run()
    (sentence,) = said(ready(app))
    assert sentence.startswith("“tiny_vgg.pth” does not fit ResNet-20 for CIFAR-10.")
    assert len(app.title) == 0
    assert button(app, "Go on untrained")


def test_a_size_that_the_network_cannot_take_is_a_sentence(open_app: OpenApp) -> None:
    for file in ("pages/layers.py", "pages/scores.py", "pages/kernels.py", "pages/shapes.py"):
        app = open_app(file, model="alexnet", weights="untrained", size="32")
        (sentence,) = said(app)
        assert "unexpectedly" not in sentence and "32" in sentence
    assert said(go(app, "pages/photo.py")) == []


def test_the_table_of_shapes_is_searched(open_app: OpenApp) -> None:
    app = open_app("pages/shapes.py", **SMALL)
    (table,) = app.dataframe
    everything = len(table.value)
    assert everything > 60
    app.text_input(key="shapes:search").set_value("layer2 conv2d").run()
    assert set(app.dataframe[0].value["Type"]) == {"Conv2d"}
    assert len(app.dataframe[0].value) == 6
    app.text_input(key="shapes:search").set_value("nothing like it").run()
    assert not app.dataframe and not app.exception and said(app) == []


@pytest.mark.parametrize("stop", range(1, 7))
def test_every_stop_of_the_first_walk_opens_its_page(open_app: OpenApp, stop: int) -> None:
    app = open_app("pages/walk.py", **SMALL)
    app.button(key=f"walk:{stop}").click().run()
    assert said(ready(app)) == []
    assert "stops" not in app.title[0].value


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("model", ["one_class", "no_maps", "pooled_photo", "Broken"])
def test_odd_networks_of_ones_own(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, model: str
) -> None:
    path = tmp_path / "convscope.toml"
    lines = [f'{name} = "tests.ui.networks:{name}"' for name in ("one_class", "no_maps", "pooled_photo")]
    path.write_text("\n".join(["[models]", *lines, 'Broken = "tests.ui.networks:broken"']))
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(path))
    choices.settings.cache_clear()
    app = open_app(file, **SMALL)
    select(app, "Network").set_value(model).run()
    sentences = said(ready(app))
    monkeypatch.undo()
    choices.settings.cache_clear()
    assert not any("unexpectedly" in sentence for sentence in sentences)
    if model == "Broken":
        assert "classifier.bin" in " ".join(sentences)
        assert place(app).view.model == "cifar_resnet20"
    elif model in ("no_maps", "pooled_photo") and file == "pages/kernels.py":
        assert "no convolution" in sentences[0]
    else:
        assert sentences == []
