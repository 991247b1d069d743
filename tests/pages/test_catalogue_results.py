"""The Results tab in a simulated run, of a network that was really trained."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from explorer.catalogue.plan import Plan
from explorer.catalogue.run_folder import RunFolder
from explorer.render.numbers import probability
from explorer.ui.catalogue import choice, train_tab
from explorer.ui.catalogue.store import catalogues
from explorer.ui.catalogue.trainings import trainings
from tests.pages.opening import assert_sound, opened, view
from tests.pages.test_catalogue import PAGE, PHOTOS, archive, uploaded
from tests.pages.test_catalogue_training import PATIENCE_S, Tab, texts

pytestmark = pytest.mark.usefixtures("one_memory")


@pytest.fixture(scope="module")
def trained(one_memory: None) -> RunFolder:
    """A head for the three products, trained as the page does it."""
    app = uploaded(opened(PAGE), archive(PHOTOS))
    key = view(app).catalogue
    catalogue, folder = catalogues().get(key), catalogues().folder(key)
    assert catalogue is not None and folder is not None
    plan = Plan(str(folder), "cifar_resnet20", "untrained", epochs=10, size=32, device="cpu")
    run = trainings().begin(key, catalogue.digest, plan, 40.0)
    deadline = time.monotonic() + PATIENCE_S
    while train_tab.is_at_work(run) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert run.result.is_file(), run.progress().state
    return run


@pytest.fixture
def page(trained: RunFolder, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(choice, "tabs", lambda names: [Tab(name == "Results") for name in names])
    return uploaded(opened(PAGE), archive(PHOTOS))


def test_it_says_what_the_training_said(page: AppTest, trained: RunFolder) -> None:
    assert_sound(page)
    accuracy = trained.progress().epochs[-1].accuracy
    assert f"{probability(accuracy)} of the 6 photos held out are told right" in texts(page)
    assert "share a scene" in texts(page)
    (table,) = page.dataframe
    assert sum(table.value["Photos held out"]) == sum(table.value["Taken for it"]) == 6
    assert sum(table.value["Told right"]) == round(6 * accuracy)


def test_nearest_products_and_what_excites_a_channel(page: AppTest) -> None:
    page.session_state["results:near"] = page.session_state["results:excites"] = True
    assert_sound(page.run())
    assert "Most like" in texts(page)
    walls = page.session_state["catalogue:walls"]
    assert len(walls["results:nearest"][1]) == 8
    assert "results:excited" not in walls
    page.session_state["results:near"] = page.session_state["results:excites"] = True
    next(button for button in page.button if button.label == "Find the photos").click().run()
    assert_sound(page)
    _, places, stand = page.session_state["catalogue:walls"]["results:excited"]
    assert len(places) == 16 and stand.layer and stand.channel == 0


def test_a_photo_is_opened_with_the_trained_network(page: AppTest, trained: RunFolder) -> None:
    digest, places, stand = page.session_state["catalogue:walls"]["results:losses"]
    catalogue = catalogues().get(view(page).catalogue)
    assert catalogue is not None and catalogue.digest == digest
    page.session_state["results:losses:open"] = 1
    page.run()
    assert (view(page).model, view(page).weights) == ("cifar_resnet20-learner", str(trained.result))
    assert page.session_state["workspace"].photo.name == catalogue.entries[places[1]].name
    assert stand.page == "pages/scores.py" and replace(stand, layer="conv1").page == "pages/layers.py"


def test_before_any_training_it_says_where_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "tabs", lambda names: [Tab(name == "Results") for name in names])
    app = uploaded(opened(PAGE), archive(PHOTOS[:24]), "other.zip")
    assert_sound(app)
    assert "Begin one in the tab Train" in texts(app)
