"""The Train tab in a simulated run, with a real training in a process of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from explorer.catalogue.run_folder import RunFolder
from explorer.ui.catalogue import choice, train_tab
from explorer.ui.catalogue.trainings import trainings
from tests.pages.opening import assert_sound, opened, view
from tests.pages.test_catalogue import PAGE, PHOTOS, archive, uploaded

pytestmark = pytest.mark.usefixtures("one_memory")

PATIENCE_S = 100


class Tab(contextlib.nullcontext[None]):
    """A tab of a simulated page, which cannot tell by itself which one is open."""

    def __init__(self, is_open: bool) -> None:
        super().__init__()
        self.open = is_open


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setattr(choice, "tabs", lambda names: [Tab(name == "Train") for name in names])
    app = uploaded(opened(PAGE), archive(PHOTOS))
    yield app
    for run in runs(app):
        run.stop()
        until(run, running=False)


def runs(app: AppTest) -> list[RunFolder]:
    return [run for key, run in trainings()._begun if key == view(app).catalogue]


def until(run: RunFolder, running: bool) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while train_tab.is_at_work(run) != running:
        assert time.monotonic() < deadline, run.progress().state
        time.sleep(0.2)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    return app


def texts(app: AppTest) -> str:
    return " ".join(text.value for text in app.markdown)


def test_a_network_is_trained_stopped_gone_on_with_and_looked_at(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    page.session_state["train:epochs:head-only"] = 2000
    page.run()
    press(page, "Train")
    (run,) = runs(page)
    assert (run.plan().size, run.plan().epochs, run.plan().mode) == (32, 2000, "head-only")
    deadline = time.monotonic() + PATIENCE_S
    while not run.progress().epochs and time.monotonic() < deadline:
        time.sleep(0.1)
    page.run()
    press(page, "Stop")
    until(run, running=False)
    assert_sound(page.run())
    done = len(run.progress().epochs)
    assert 0 < done < 2000 and "Stopped after" in texts(page)

    press(page, "Go on")
    deadline = time.monotonic() + PATIENCE_S
    while len(run.progress().epochs) <= done and time.monotonic() < deadline:
        time.sleep(0.1)
    assert len(run.progress().epochs) > done
    run.stop()
    until(run, running=False)

    assert page.session_state["train:epochs:head-only"] == 2000  # what was chosen stays chosen
    page.session_state["train:epochs:head-only"] = 3
    page.run()
    press(page, "Train")
    (newest,) = [one for one in runs(page) if one.path != run.path]
    until(newest, running=False)
    assert_sound(page.run())
    assert "told right after 3 epochs" in texts(page)
    press(page, "Look at it on every page")
    assert view(page).model == "cifar_resnet20-learner" and view(page).weights == str(newest.result)
    page.switch_page("pages/scores.py").run()
    loading = page.session_state["workspace"].network_key
    assert loading.weights == str(newest.result)


def test_what_cannot_be_trained_is_one_sentence(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.ui.catalogue.trainings.MOST_AT_ONCE", 0)
    before = runs(page)  # all tests of this file train on one catalogue
    press(page, "Train")
    assert len(page.error) == 1 and "run on this server already" in page.error[0].value
    assert runs(page) == before
