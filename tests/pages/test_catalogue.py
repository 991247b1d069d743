"""The Catalogue page in a simulated run."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from explorer.ui import choices
from explorer.ui.catalogue import batch_tab, clicks, data_tab, store
from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")

PAGE = "pages/catalogue.py"


def archive(names: list[str]) -> bytes:
    """A zip, the same bytes at any time, of small pictures, each of another grey, and a note that is no photo."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for shade, name in enumerate(names):
            picture = io.BytesIO()
            Image.new("RGB", (48, 40), (shade * 3, 120, 200 - shade)).save(picture, "PNG")
            packed.writestr(zipfile.ZipInfo(name), picture.getvalue())
        packed.writestr(zipfile.ZipInfo("0a16fe41/notes *1*.txt"), "hello")
    return stream.getvalue()


PHOTOS = [f"{product}/{number}.png" for product in ("0a16fe41", "007", "07") for number in range(1, 11)]
GROUPS = [
    f"{product}/{scene}_{number}.png" for product in ("a", "b") for scene in ("x", "y", "z") for number in range(2)
]


def uploaded(app: AppTest, data: bytes, name: str = "shop.zip") -> AppTest:
    app.file_uploader(key="catalogue:file").set_value((name, data, "application/zip")).run()
    return app


@pytest.fixture
def page() -> AppTest:
    return opened(PAGE)


def titled(app: AppTest) -> str:
    return str(app.title[0].value)


def test_before_anything_is_open_the_page_says_what_a_catalogue_is(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.ui.catalogue.choice.BUILT_IN", Path("/nowhere"))
    assert titled(page.run()) == "No catalogue is open yet."
    assert any("one folder a product" in text.value for text in page.markdown)


def test_an_archive_is_opened_and_what_is_left_out_is_listed(page: AppTest) -> None:
    assert_sound(uploaded(page, archive(PHOTOS)))
    assert titled(page) == "3 products, 30 photos, 24 to learn from."
    table, faults = page.dataframe
    assert list(table.value["Product"]) == ["007", "07", "0a16fe41"]
    assert list(table.value["Photos"]) == [10, 10, 10]
    assert sum(table.value["Held out"]) == 6 and sum(table.value["To learn from"]) == 24
    assert list(faults.value["File"]) == ["0a16fe41/notes *1*.txt"]
    assert "share a scene" in " ".join(text.value for text in page.markdown)
    assert any(
        "Photos of 48" not in text.value and "40 × 48 px, 10 of each product" in text.value for text in page.markdown
    )


def test_a_refused_archive_is_one_sentence_and_the_catalogue_before_stays(page: AppTest) -> None:
    uploaded(page, archive(PHOTOS))
    before = view(page).catalogue
    uploaded(page, b"PK but no archive", "broken.zip")
    assert [error.value for error in page.error] and "broken" in page.error[0].value
    assert view(page).catalogue == before
    assert titled(page) == "3 products, 30 photos, 24 to learn from."
    assert_sound(page.run())


def test_the_split_follows_its_seed_and_stays_when_the_page_is_left(page: AppTest) -> None:
    uploaded(page, archive(PHOTOS))
    before = list(page.dataframe[0].value["Held out"])
    page.number_input(key="catalogue:seed").set_value(3).run()
    after = list(page.dataframe[0].value["Held out"])
    assert before != after and view(page).seed == 3
    page.switch_page("pages/words.py").run()
    page.switch_page(PAGE).run()
    assert list(page.dataframe[0].value["Held out"]) == after


def test_groups_are_held_out_whole_where_names_make_them(page: AppTest) -> None:
    uploaded(page, archive(GROUPS))
    assert titled(page) == "2 products, 12 photos, 10 to learn from."
    page.segmented_control(key="catalogue:by").set_value("group").run()
    assert_sound(page)
    held = page.dataframe[0].value["Held out"]
    assert sorted(held) == [0, 2]
    assert "no scene is in both parts" in " ".join(text.value for text in page.markdown)


def test_the_batch_has_the_posts_numbers_and_labels(page: AppTest) -> None:
    uploaded(page, archive(PHOTOS))
    page.session_state["catalogue:tab"] = "Batch"
    assert_sound(page.run())
    (numbers,) = page.code
    assert numbers.value.startswith("(tensor([[[[")
    labels = numbers.value.rsplit("tensor(", 1)[1]
    assert len(json.loads(labels.rstrip(")\n"))) == 24
    first = numbers.value
    page.number_input(key="batch:epoch").set_value(1).run()
    assert page.code[0].value != first
    page.number_input(key="batch:epoch").set_value(0).run()
    assert page.code[0].value == first
    page.toggle(key="batch:varied").set_value(False).run()
    assert_sound(page)
    assert page.code[0].value != first


def clicked(app: AppTest, wall: str, value: object) -> AppTest:
    app.session_state[f"{wall}:open"] = value
    return app.run()


@pytest.mark.parametrize(("tab", "wall"), [("Data", data_tab.WALL), ("Batch", batch_tab.WALL)])
def test_a_photo_that_is_clicked_is_looked_at_on_every_page(page: AppTest, tab: str, wall: str) -> None:
    uploaded(page, archive(PHOTOS))
    page.session_state["catalogue:tab"] = tab
    page.run()
    _, places, _ = page.session_state["catalogue:walls"][wall]
    catalogue = store.catalogues().get(view(page).catalogue)
    assert catalogue is not None
    clicked(page, wall, 2)
    assert_sound(page)
    place = page.session_state["workspace"]
    assert place.photo.digest == catalogue.entries[places[2]].digest
    assert place.photo.name == catalogue.entries[places[2]].name


@pytest.mark.parametrize("value", [-1, 10_000, "0", None, 1.5, [0], {"place": 0}])
def test_a_click_that_no_page_offers_changes_nothing(page: AppTest, value: object) -> None:
    uploaded(page, archive(PHOTOS))
    before = view(page)
    clicked(page, data_tab.WALL, value)
    assert not page.exception and view(page) == before
    assert len(page.error) == (value is not None)


def test_a_catalogue_that_is_gone_is_one_sentence(page: AppTest) -> None:
    uploaded(page, archive(PHOTOS))
    store.catalogues()._drop(view(page).catalogue)
    page.run()
    assert [error.value for error in page.error] == [r"This catalogue is no longer kept\. Upload it again\."]
    assert len(page.title) == 1
    assert_sound(page.run())


def test_a_folder_of_the_server_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(io.BytesIO(archive(PHOTOS))) as packed:
        packed.extractall(tmp_path / "offered" / "shop")
    (tmp_path / "settings.toml").write_text('catalogues = "offered"')
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "settings.toml"))
    choices.settings.cache_clear()
    try:
        app = opened(PAGE)
        app.selectbox(key="catalogue:choice").set_value("server:shop").run()
        assert titled(app) == "3 products, 30 photos, 24 to learn from."
        assert view(app).catalogue == "server:shop"
    finally:
        choices.settings.cache_clear()


def test_the_photo_page_shows_one_photo_many_times() -> None:
    app = opened("pages/photo.py")
    app.session_state["photo:augmentation"] = True
    assert_sound(app.run())
    assert app.number_input(key="photo:augmentation:seed").value == 0


def test_clicks_go_to_pages_that_exist() -> None:
    for page in (clicks.PHOTO, clicks.SCORES, clicks.LAYERS):
        assert (Path(__file__).resolve().parents[2] / page).is_file()
