"""How long uploaded catalogues are kept, and which folders of the server can be opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from explorer.catalogue.archive import Budget
from explorer.errors import CatalogueError
from explorer.ui import choices
from explorer.ui.catalogue import store
from explorer.ui.catalogue.store import SWEEP_SECONDS, Catalogues


def archive(shade: int = 0, photos: int = 2) -> io.BytesIO:
    """A zip of two products in grey."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for product in ("a", "b"):
            for number in range(photos):
                picture = io.BytesIO()
                Image.new("L", (40, 40), shade + number).save(picture, "PNG")
                packed.writestr(f"{product}/{number}.png", picture.getvalue())
    return stream


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(tmp_path: Path, clock: Clock) -> Catalogues:
    (tmp_path / "kept").mkdir()
    return Catalogues(tmp_path / "kept", Budget(100, 2_000_000), clock)


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_catalogue_is_deleted_once_nobody_looks_at_it(kept: Catalogues, clock: Clock, tmp_path: Path) -> None:
    key = kept.keep(archive(), "shop.zip")
    assert not kept.keep_only(()) or kept.get(key) is not None  # it has just come: its visitor has no time to say so
    clock.now = SWEEP_SECONDS + 1
    assert kept.keep_only({key}) and kept.get(key) is not None
    folder = kept.folder(key)
    assert folder is not None and len(files(folder)) == 4
    assert not kept.keep_only(())
    assert kept.get(key) is None and kept.folder(key) is None
    assert files(tmp_path) == [] and list((tmp_path / "kept").iterdir()) == []


def test_the_oldest_makes_room_and_the_newest_stays(clock: Clock, tmp_path: Path) -> None:
    size = sum(info.file_size for info in zipfile.ZipFile(archive()).infolist())
    kept = Catalogues(tmp_path, Budget(100, int(2.5 * size)), clock)
    keys = []
    for clock.now in (1.0, 2.0, 3.0):
        keys.append(kept.keep(archive(int(clock.now) * 10), "shop.zip"))
    assert [kept.get(key) is not None for key in keys] == [False, True, True]


def test_the_same_archive_is_kept_once_under_each_name(kept: Catalogues, tmp_path: Path) -> None:
    first, again, other = (kept.keep(archive(), name) for name in ("shop.zip", "shop.zip", "other.zip"))
    assert first == again != other
    assert kept.get(other) is not None and kept.get(other).name == "other"  # type: ignore[union-attr]
    assert len(list((tmp_path / "kept").iterdir())) == 2


def test_a_refused_archive_leaves_nothing(kept: Catalogues, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        kept.keep(archive(photos=60), "shop.zip")
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that the settings offer, with one catalogue in it."""
    folder = tmp_path / "offered"
    with zipfile.ZipFile(archive()) as packed:
        packed.extractall(folder / "shop")
    (tmp_path / "settings.toml").write_text('catalogues = "offered"')
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "settings.toml"))
    choices.settings.cache_clear()
    yield folder
    choices.settings.cache_clear()


def test_only_folders_below_the_servers_own_are_offered(root: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "same").symlink_to(root / "shop")
    (root / ".hidden").mkdir()
    (root / "file.txt").touch()
    assert list(store.server_folders()) == ["same", "shop"]


def test_a_folder_that_has_changed_is_read_again(root: Path) -> None:
    folder = store.server_folders()["shop"]
    before = store.from_folder(folder)
    assert store.from_folder(folder) is before
    Image.new("L", (40, 40)).save(folder / "b" / "more.png")
    assert len(store.from_folder(folder).entries) == len(before.entries) + 1


def test_without_a_setting_no_folder_is_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "empty.toml").touch()
    monkeypatch.setenv("CONVSCOPE_SETTINGS", str(tmp_path / "empty.toml"))
    choices.settings.cache_clear()
    try:
        assert store.server_folders() == {}
    finally:
        choices.settings.cache_clear()
