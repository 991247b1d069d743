"""Without network the app offers the network whose weights come with it, before anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from explorer.ui import cache
from tests.pages.opening import PATIENCE_S, ROOT, assert_sound, view


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No weights are cached, and the way out ends at a closed port."""
    st.cache_resource.clear()
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")


def loaded(app: AppTest) -> AppTest:
    """The app after its network has been loaded, or has failed to."""
    loading = cache.server().shelf.peek(app.session_state["workspace"].network_key)
    assert loading is not None and loading.done.wait(PATIENCE_S)
    return app.run()


@pytest.mark.usefixtures("no_network")
def test_it_is_offered_first_and_names_the_product() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    app.query_params["model"], app.query_params["photo"] = "squeezenet1_0", "teapot"
    app.switch_page("pages/scores.py").run()
    buttons = loaded(app).main.button
    assert [button.label for button in buttons][:3] == [
        "Show ResNet-14 for 44 products",
        "Try again",
        "Go on untrained",
    ]
    buttons[0].click().run()
    assert_sound(loaded(app))
    assert (view(app).model, view(app).weights) == ("resnet14_products", "default")
    assert app.title[0].value.startswith("Teapot scores")
