"""What the person who runs the server may set, in a TOML file.

megapixels = 40            # largest photo, in millions of pixels
photo_bytes = 256000000    # photos that all visitors together keep
capture_bytes = 1000000000 # captures that are kept to be shown again
visit_minutes = 30         # how long an absent visitor's place is kept
device = "auto"            # "auto", "cpu", "cuda", "cuda:1", "mps"
checkpoints = "weights"    # folder whose checkpoint files visitors may open; none by default
catalogues = "catalogues"  # folder whose folders of products visitors may open and train on; none by default
trainings = "trainings"    # folder in which trainings on these are kept; gone with the process by default
catalogue_bytes = 2000000000 # catalogues that all visitors together keep, unpacked
catalogue_photos = 5000    # files that an uploaded catalogue may hold

[models]                   # networks of one's own
"Shop classifier" = "shop.networks:classifier"
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from explorer.errors import SettingsError

VARIABLE = "CONVSCOPE_SETTINGS"
FILE = "convscope.toml"

DEVICE = re.compile(r"auto|cpu|mps|cuda(:\d+)?")
MODEL = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")


@dataclass(frozen=True)
class Settings:
    """Every setting with the value that holds where the file is silent.

    megapixels: millions of pixels a photo may have. photo_bytes: memory for the photos of all visitors.
    capture_bytes: memory for captures. checkpoints: the folder whose files visitors may open, if any. catalogues:
    the folder whose folders of products they may open, if any. trainings: the folder that keeps trainings on
    those, if any. catalogue_bytes: disk for the catalogues that all
    visitors upload. catalogue_photos: files that one of them may hold. models: title to "package.module:function".
    device: where networks run. visit_minutes: how long an absent visitor's place is kept.
    """

    megapixels: float = 40.0
    photo_bytes: int = 256_000_000
    capture_bytes: int = 1_000_000_000
    checkpoints: Path | None = None
    catalogues: Path | None = None
    trainings: Path | None = None
    catalogue_bytes: int = 2_000_000_000
    catalogue_photos: int = 5000
    models: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    device: str = "auto"
    visit_minutes: float = 30.0


def load() -> Settings:
    """The settings in the file that CONVSCOPE_SETTINGS names, else in ./convscope.toml, else the defaults.

    Raises SettingsError for a file that is missing, no TOML, or says something that cannot be used.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return read(Path(named))
    return read(Path(FILE)) if Path(FILE).exists() else Settings()


def read(path: Path) -> Settings:
    """The settings in the TOML file `path`; folders in it start from the file's own. Raises SettingsError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"The settings file “{path}” cannot be read: {error.strerror or error}.",
            f"Correct {VARIABLE}, or remove it.",
        ) from error
    except ValueError as error:  # no UTF-8, or no TOML
        raise SettingsError(f"The settings file “{path}” is no TOML: {error}.", "Correct it.") from error
    known = [each.name for each in fields(Settings)]
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise SettingsError(
                f"The settings file “{path}” has an unknown key “{key}”.",
                f"Did you mean {near[0]}?" if near else f"Known are {', '.join(known)}.",
            )
    return Settings(**{key: READERS[key](path, key, value) for key, value in table.items()})


def _error(path: Path, key: str, expected: str, got: object) -> SettingsError:
    return SettingsError(f"“{key}” in the settings file “{path}” must be {expected}, got {got!r}.", "Correct the file.")


def _above_zero(path: Path, key: str, value: object) -> float:
    # In Python True is a number; in a settings file it is a mistake. "inf" and "nan" are TOML numbers.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise _error(path, key, "a number above 0", value)
    return float(value)


def _whole(of: str) -> Callable[[Path, str, object], int]:
    def read_number(path: Path, key: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise _error(path, key, f"a whole number of {of} above 0", value)
        return value

    return read_number


def _device(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not DEVICE.fullmatch(value):
        raise _error(path, key, 'one of "auto", "cpu", "cuda", "cuda:N" and "mps"', value)
    return value


def _folder(path: Path, key: str, value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise _error(path, key, "the path of a folder", value)
    folder = (path.parent / Path(value).expanduser()).resolve()
    if not folder.is_dir():
        raise _error(path, key, "a folder that exists", str(folder))
    return folder


def _models(path: Path, key: str, value: object) -> Mapping[str, str]:
    if not isinstance(value, dict):
        raise _error(path, key, 'a table of title = "package.module:function"', value)
    for title, place in value.items():
        if not isinstance(place, str) or not MODEL.fullmatch(place):
            raise _error(path, f"{key}.{title}", '"package.module:function"', place)
    return MappingProxyType(dict(value))


READERS: dict[str, Callable[[Path, str, Any], Any]] = {
    "megapixels": _above_zero,
    "photo_bytes": _whole("bytes"),
    "capture_bytes": _whole("bytes"),
    "checkpoints": _folder,
    "catalogues": _folder,
    "trainings": _folder,
    "catalogue_bytes": _whole("bytes"),
    "catalogue_photos": _whole("files"),
    "models": _models,
    "device": _device,
    "visit_minutes": _above_zero,
}
