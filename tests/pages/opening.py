"""Pages in a simulated run, with the untrained network that they show already loaded."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from explorer.ui import cache
from explorer.ui.viewpoint import Viewpoint

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


def opened(page: str, model: str = "cifar_resnet20", **query: str) -> AppTest:
    """The page `page`; further keywords are the address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S)
    for name, value in ({"model": model, "weights": "untrained"} | query).items():
        app.query_params[name] = value
    return turned(app, page)


def turned(app: AppTest, page: str) -> AppTest:
    """`app` on the page `page`, with its network loaded where the page asks for one: the photo's page does not."""
    app.switch_page(page).run()
    loading = cache.server().shelf.peek(app.session_state["workspace"].network_key)
    if loading is not None:
        assert loading.done.wait(PATIENCE_S)
    assert_sound(app.run())
    return app


def assert_sound(app: AppTest) -> None:
    """The page was drawn to its end, and has nothing to complain of."""
    assert not app.exception
    assert [error.value for error in app.error] == []
    assert len(app.title) == 1


def view(app: AppTest) -> Viewpoint:
    """What is looked at."""
    found: Viewpoint = app.session_state["workspace"].view
    return found
