"""Files and downloads: what is written reads back, nothing half-written stays, and refusals say why."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from explorer.errors import ExportError
from explorer.render import export

PICTURE = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)


def test_png_reads_back(tmp_path: Path) -> None:
    export.write_png(tmp_path / "grid.png", PICTURE)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "grid.png")), PICTURE)
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(export.png_bytes(PICTURE[..., 0])))), PICTURE[..., 0])


def test_npz_reads_back(tmp_path: Path) -> None:
    values = np.array([[1.5, -0.0, np.nan]], dtype=np.float32)
    export.write_npz(tmp_path / "map.npz", activation=values)
    with np.load(tmp_path / "map.npz", allow_pickle=False) as loaded:
        assert loaded.files == ["activation"]
        assert loaded["activation"].dtype == np.float32
        assert loaded["activation"].tobytes() == values.tobytes()
    with np.load(io.BytesIO(export.npz_bytes(a=values, b=PICTURE))) as loaded:
        assert set(loaded.files) == {"a", "b"}


def test_files_have_ordinary_permissions_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    export.write_png(tmp_path / "grid.PNG", PICTURE)
    assert (tmp_path / "grid.PNG").stat().st_mode == (tmp_path / "plain").stat().st_mode
    assert sorted(os.listdir(tmp_path)) == ["grid.PNG", "plain"]


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "grid.png").write_text("old")
    export.write_png(tmp_path / "grid.png", PICTURE)
    assert Image.open(tmp_path / "grid.png").size == (4, 2)


def test_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "grid.png").write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export.write_png(tmp_path / "grid.png", PICTURE)
    assert (tmp_path / "grid.png").read_text() == "old"
    assert os.listdir(tmp_path) == ["grid.png"]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("map.jpg", r"“map.jpg” does not end in .png"),
        ("map", r"“map” does not end in .png"),
        ("missing/map.png", r"folder “.*missing” for “map.png” does not exist"),
        ("folder.png", r"folder.png” is a folder"),
    ],
)
def test_targets_that_cannot_be(tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(ExportError, match=sentence):
        export.write_png(tmp_path / name, PICTURE)
    assert os.listdir(tmp_path) == ["folder.png"]


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may write everywhere
    with pytest.raises(ExportError, match="cannot be written to"):
        export.check_target(tmp_path / "a.npz", (".npz", ".png"))


def test_check_target_names_all_suffixes(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"does not end in \.npz or \.png"):
        export.check_target(tmp_path / "a.txt", (".npz", ".png"))
    assert export.check_target(tmp_path / "a.NPZ", (".npz", ".png")) == tmp_path / "a.NPZ"


def test_csv_reads_back() -> None:
    rows = [["layer", "shape"], ["conv1", "64, 150, 150"], ["odd", 'a "b"\nc'], ["number", 1.5]]
    text = export.csv_text(rows)
    assert text.startswith('layer,shape\nconv1,"64, 150, 150"\n')
    assert list(csv.reader(io.StringIO(text))) == [[str(field) for field in row] for row in rows]


def test_markdown() -> None:
    rows = [["layer", "parameters"], ["conv1", 9408], ["a|b", 0]]
    assert export.markdown_table(rows) == ("| layer | parameters |\n| --- | ---: |\n| conv1 | 9408 |\n| a\\|b | 0 |\n")
    assert export.markdown_table([]) == ""
    assert export.markdown_table([["only", "headings"]]) == "| only | headings |\n| --- | --- |\n"
