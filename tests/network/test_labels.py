"""Label files, and the names of classes that came without any."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.errors import CheckpointError
from explorer.network import labels
from explorer.network.labels import CIFAR10, IMAGENET, TINY_VGG


def test_names_of_classes_that_came_without_any() -> None:
    assert labels.names_for(10, TINY_VGG) == TINY_VGG != labels.names_for(10, CIFAR10)
    assert labels.names_for(1000, TINY_VGG) == IMAGENET and IMAGENET[504] == "coffee mug"
    assert labels.names_for(3, CIFAR10) == ("class 0", "class 1", "class 2")


def test_only_line_ends_separate_names(tmp_path: Path) -> None:
    (tmp_path / "names.txt").write_bytes("\ufeffTasse\r\nBälle\x0cgross\nSchuh\r\n\r\n".encode())
    assert labels.read(tmp_path / "names.txt") == ("Tasse", "Bälle\x0cgross", "Schuh")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "names.txt” is empty"),
        (b"\n\n", "names.txt” is empty"),
        (b"mug\n\nball\n", "Line 2 of the label file “names.txt” is empty"),
        (b"mug\nb\xe4lle\n", "is not UTF-8 text"),
    ],
)
def test_label_files_that_cannot_be_used(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "names.txt").write_bytes(data)
    with pytest.raises(CheckpointError, match=sentence):
        labels.read(tmp_path / "names.txt")


def test_label_files_that_are_missing_or_endless(tmp_path: Path) -> None:
    for path, sentence in (
        (tmp_path / "gone.txt", "cannot be read: No such file"),
        (tmp_path, "cannot be read"),
    ):
        with pytest.raises(CheckpointError, match=sentence):
            labels.read(path)
    with (tmp_path / "names.txt").open("wb") as file:
        file.truncate(20_000_000)
    with pytest.raises(CheckpointError, match="20,000,000 bytes, too many"):
        labels.read(tmp_path / "names.txt")
