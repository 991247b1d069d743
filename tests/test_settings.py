"""The server's settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer import settings
from explorer.errors import SettingsError
from explorer.settings import Settings


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(settings.VARIABLE, raising=False)


def test_without_a_file_the_defaults_hold() -> None:
    assert settings.load() == Settings()
    assert (Settings().megapixels, Settings().checkpoints, Settings().device) == (40.0, None, "auto")
    assert (Settings().visit_minutes, dict(Settings().models), Settings().catalogues) == (30.0, {}, None)


def test_every_key_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "server" / "weights").mkdir(parents=True)
    (tmp_path / "server" / "shops").mkdir()
    (tmp_path / "server" / "runs").mkdir()
    file = tmp_path / "server" / "shop.toml"
    file.write_text(
        'megapixels = 12.5\nphoto_bytes = 1000\ncapture_bytes = 2000\nvisit_minutes = 5\ndevice = "cuda:1"\n'
        "catalogue_bytes = 3000\ncatalogue_photos = 40\n"
        'checkpoints = "weights"\ncatalogues = "shops"\ntrainings = "runs"\n'
        '[models]\n"Shop classifier" = "shop.networks:classifier"\n',
        encoding="utf-8",
    )
    monkeypatch.setenv(settings.VARIABLE, str(file))
    read = settings.load()
    assert (read.megapixels, read.photo_bytes, read.capture_bytes, read.visit_minutes) == (
        12.5,
        1000,
        2000,
        5.0,
    )
    # A folder is meant from where the file lies, wherever the server was started.
    assert (read.device, read.checkpoints) == ("cuda:1", tmp_path / "server" / "weights")
    assert (read.catalogues, read.trainings) == (tmp_path / "server" / "shops", tmp_path / "server" / "runs")
    assert (read.catalogue_bytes, read.catalogue_photos) == (3000, 40)
    assert dict(read.models) == {"Shop classifier": "shop.networks:classifier"}


def test_a_file_where_the_server_starts_is_found(tmp_path: Path) -> None:
    (tmp_path / "convscope.toml").write_text("megapixels = 1")
    assert settings.load() == Settings(megapixels=1.0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("megapixel = 40", "unknown key “megapixel”.*Did you mean megapixels"),
        ("zzz = 1", "unknown key “zzz”.*Known are megapixels, photo_bytes"),
        ('megapixels = "40"', "“megapixels”.*must be a number above 0, got '40'"),
        ("megapixels = true", "must be a number above 0, got True"),
        ("megapixels = nan", "must be a number above 0, got nan"),
        ("megapixels = inf", "must be a number above 0, got inf"),
        ("visit_minutes = 0", "“visit_minutes”.*must be a number above 0, got 0"),
        ("photo_bytes = 1.5", "“photo_bytes”.*must be a whole number of bytes above 0, got 1.5"),
        ("capture_bytes = -1", "“capture_bytes”.*above 0, got -1"),
        ("catalogue_bytes = 0", "“catalogue_bytes”.*must be a whole number of bytes above 0, got 0"),
        ("catalogue_photos = 2.0", "“catalogue_photos”.*must be a whole number of files above 0, got 2.0"),
        ("capture_bytes = true", "“capture_bytes”.*got True"),
        ('device = "gpu"', '“device”.*must be one of "auto", "cpu".*got \'gpu\''),
        ("checkpoints = 3", "“checkpoints”.*must be the path of a folder, got 3"),
        ('checkpoints = "nowhere"', "“checkpoints”.*must be a folder that exists, got '.*nowhere'"),
        ('models = "a:b"', "“models”.*must be a table"),
        (
            '[models]\nShop = "shop.networks"',
            "“models.Shop”.*must be \"package.module:function\", got 'shop.networks'",
        ),
        ('device = "cpu"\nmegapixels = x', "is no TOML: .*line 2"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "convscope.toml").write_text(text)
    with pytest.raises(SettingsError, match=sentence):
        settings.load()


def test_a_missing_or_unreadable_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.VARIABLE, str(tmp_path / "gone.toml"))
    with pytest.raises(SettingsError, match=r"gone.toml” cannot be read: No such file.*CONVSCOPE_SETTINGS"):
        settings.load()
    (tmp_path / "gone.toml").write_bytes(b'device = "\xff"')
    with pytest.raises(SettingsError, match="is no TOML"):
        settings.load()
