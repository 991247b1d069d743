"""Reading catalogues: what is in them, and what is refused, listed or passed over."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from PIL import Image
from shelves import draw, fill

from explorer.catalogue import dataset
from explorer.catalogue.dataset import read_folder
from explorer.errors import CatalogueError


def test_the_shared_products(shared: Path) -> None:
    catalogue = read_folder(shared / "data" / "products")
    assert (len(catalogue.classes), len(catalogue.entries), catalogue.faults) == (44, 420, ())
    assert catalogue.classes[:2] == ("0004637", "0013876")  # text, not numbers
    assert sum(catalogue.counts.values()) == 420
    listed = {
        line.split(",")[4]: line.split(",") for line in (shared / "data" / "products.csv").read_text().splitlines()[1:]
    }
    for entry, target in zip(catalogue.entries, catalogue.targets, strict=True):
        row = listed[entry.name]
        assert (entry.label, entry.size) == (row[0], (int(row[8]), int(row[7])))
        assert catalogue.classes[target] == row[0]


def test_ids_are_text_and_stand_in_the_order_of_text(tmp_path: Path) -> None:
    """As the post prints its classes: 04ded73b before 04ed7319 before 0a16fe41; 007 and 07 are two products."""
    fill(tmp_path, ("8a", "07", "007", "10", "0a16fe41", "04ed7319"), views=1)
    assert read_folder(tmp_path).classes == ("007", "04ed7319", "07", "0a16fe41", "10", "8a")


def test_photos_stand_as_people_count(tmp_path: Path) -> None:
    fill(tmp_path, ("a", "b"), views=11)
    names = [entry.name for entry in read_folder(tmp_path).entries]
    assert names[:3] == ["a/1.png", "a/2.png", "a/3.png"] and names[9:12] == ["a/10.png", "a/11.png", "b/1.png"]


def test_a_photo_is_read_from_a_file_and_from_bytes(tmp_path: Path) -> None:
    fill(tmp_path, ("a", "b"), views=1)
    catalogue = read_folder(tmp_path)
    entry = catalogue.entries[0]
    again = dataset.Entry("a", "a/1.png", (tmp_path / "a" / "1.png").read_bytes())
    photo = again.photo()
    assert (photo.digest, photo.size, photo.name) == (entry.digest, entry.size, "a/1.png")
    assert entry.photo().name == "a/1.png"
    same = dataset.assemble("memory", [again, catalogue.entries[1]], [])
    assert same.digest == catalogue.digest


def test_digests_tell_catalogues_apart(tmp_path: Path) -> None:
    fill(tmp_path, ("a", "b"), views=2)
    before = read_folder(tmp_path).digest
    assert read_folder(tmp_path).digest == before
    draw(4, 99).save(tmp_path / "a" / "2.png")
    assert read_folder(tmp_path).digest != before


def test_what_cannot_be_read_is_listed_and_left_out(tmp_path: Path) -> None:
    fill(tmp_path / "shop", ("a", "b"), views=2)
    shop = tmp_path / "shop"
    (shop / "a" / "empty.jpg").write_bytes(b"")
    (shop / "a" / "notes.txt").write_text("two for one")
    whole = (shop / "b" / "1.png").read_bytes()
    (shop / "b" / "cut.png").write_bytes(whole[: len(whole) // 2])
    (shop / "front.png").write_bytes(whole)
    (shop / "c").mkdir()
    (shop / ".DS_Store").write_bytes(b"hidden")
    Image.new("RGB", (4000, 1)).save(shop / "a" / "thread.png")
    catalogue = read_folder(shop)
    assert (catalogue.classes, len(catalogue.entries)) == (("a", "b"), 4)
    reasons = {fault.name: fault.reason for fault in catalogue.faults}
    assert list(reasons) == ["a/empty.jpg", "a/notes.txt", "a/thread.png", "b/cut.png", "front.png"]
    assert (
        "empty" in reasons["a/empty.jpg"] and "text" in reasons["a/notes.txt"] and "cut short" in reasons["b/cut.png"]
    )
    assert "megapixels" in reasons["a/thread.png"] and "no product" in reasons["front.png"]


def test_links_that_leave_and_things_that_are_no_files_are_refused(tmp_path: Path) -> None:
    fill(tmp_path / "shop", ("a", "b"), views=2)
    shop, secret = tmp_path / "shop", tmp_path / "secret.png"
    draw(3, 3).save(secret)
    (shop / "a" / "out.png").symlink_to(secret)
    (shop / "a" / "within.png").symlink_to(shop / "b" / "1.png")
    (shop / "a" / "nowhere.png").symlink_to(shop / "gone.png")
    (shop / "a" / "self.png").symlink_to(shop / "a" / "self.png")
    (shop / "b" / "loop").symlink_to(shop)
    (shop / "c").symlink_to(tmp_path)
    os.mkfifo(shop / "a" / "pipe.png")
    catalogue = read_folder(shop)
    assert [entry.name for entry in catalogue.entries] == ["a/1.png", "a/2.png", "a/within.png", "b/1.png", "b/2.png"]
    reasons = {fault.name: fault.reason for fault in catalogue.faults}
    assert set(reasons) == {"a/nowhere.png", "a/out.png", "a/pipe.png", "a/self.png", "b/loop", "c"}
    assert "leaves" in reasons["a/out.png"] and "leaves" in reasons["c"] and "pipe" in reasons["a/pipe.png"]
    assert "folder" in reasons["b/loop"]


def test_a_socket_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, ("a", "b"), views=1)
    monkeypatch.chdir(tmp_path / "a")  # a socket's path must be short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("s.png")
        assert [fault.name for fault in read_folder(tmp_path).faults] == ["a/s.png"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_listed(tmp_path: Path) -> None:
    fill(tmp_path, ("a", "b", "c"), views=2)
    (tmp_path / "a" / "1.png").chmod(0)
    (tmp_path / "c").chmod(0)
    try:
        catalogue = read_folder(tmp_path)
    finally:
        (tmp_path / "c").chmod(0o700)
    assert [fault.name for fault in catalogue.faults] == ["a/1.png", "c"]


def test_names_that_are_no_text_are_listed(tmp_path: Path) -> None:
    fill(tmp_path, ("a", "b"), views=1)
    try:
        os.mkdir(os.fsencode(tmp_path) + b"/caf\xe9")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    draw(0, 0).save(tmp_path / "a" / "x\ny.png")
    faults = [fault.name for fault in read_folder(tmp_path).faults]
    assert faults == ["a/x\\ny.png", "caf\\udce9"]


@pytest.mark.parametrize(
    ("products", "sentence"), [((), "no photos in folders of products"), (("a",), "photos of one product, a")]
)
def test_fewer_than_two_products_are_refused(tmp_path: Path, products: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CatalogueError, match=sentence):
        read_folder(fill(tmp_path / "shop", products) if products else tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for name, sentence in (("nowhere", "does not exist"), ("file", "is no folder")):
        with pytest.raises(CatalogueError, match=sentence):
            read_folder(tmp_path / name)


def test_too_many_files_are_refused_before_any_is_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, ("a", "b"), views=3)
    monkeypatch.setattr(dataset, "MOST_FILES", 5)
    monkeypatch.setattr(dataset, "assemble", lambda *_: pytest.fail("decoded"))
    with pytest.raises(CatalogueError, match="more than 5 files"):
        read_folder(tmp_path)
