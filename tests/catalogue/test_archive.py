"""Zip archives that people upload: honest ones, and those made to do harm."""

from __future__ import annotations

import io
import stat
import struct
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import draw, fill

from explorer.catalogue.archive import Budget, unpack
from explorer.catalogue.dataset import Catalogue, read_folder
from explorer.errors import CatalogueError

ROOMY = Budget(photos=5000, nbytes=50_000_000)


def picture(kind: int = 0, seed: int = 0) -> bytes:
    stream = io.BytesIO()
    draw(kind, seed).save(stream, "PNG")
    return stream.getvalue()


PICTURE = picture()
SOUND = {"a/1.png": picture(0, 1), "a/2.png": picture(0, 2), "b/1.png": picture(1, 1), "b/2.png": picture(1, 2)}


def packed(
    files: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]], how: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", how) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            # A ZipInfo of our own: from a text zipfile would take away what leads out of the archive.
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, data, how)
    return stream.getvalue()


def opened(data: bytes, folder: Path, budget: Budget = ROOMY, name: str = "shop.zip") -> Catalogue:
    return unpack(io.BytesIO(data), name, folder / "new" / "private", budget)


def refused(data: bytes, folder: Path, budget: Budget = ROOMY) -> str:
    with pytest.raises(CatalogueError) as caught:
        opened(data, folder, budget)
    assert not (folder / "new" / "private").exists()
    assert caught.value.sentence.count(". ") == 0 and "“shop.zip”" in caught.value.sentence
    return caught.value.sentence


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


@pytest.mark.parametrize("above", ["", "products/", "shop 3/my products/"])
@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_is_the_catalogue_that_its_folder_is(tmp_path: Path, above: str, how: int) -> None:
    root = fill(tmp_path / "folder", views=3)
    files = {f"{above}{name}": (root / name).read_bytes() for name in sorted(written(root), reverse=True)}
    found, expected = opened(packed(files, how), tmp_path), read_folder(root)
    assert (found.name, found.classes, found.digest, found.faults) == ("shop", expected.classes, expected.digest, ())
    assert [entry.name for entry in found.entries] == [entry.name for entry in expected.entries]
    again = read_folder(tmp_path / "new" / "private")
    assert (again.classes, again.digest) == (expected.classes, expected.digest)
    assert stat.S_IMODE((tmp_path / "new" / "private").stat().st_mode) == 0o700


CLIMBING = [
    "../x.png",
    "a/../../x.png",
    "..\\..\\x.png",
    "/etc/x.png",
    "C:/x.png",
    "c:\\x.png",
    "a/../b/1.png",
    "\\x.png",
]


@pytest.mark.parametrize("path", CLIMBING)
def test_a_path_that_climbs_out_is_listed_and_nothing_is_written_there(tmp_path: Path, path: str) -> None:
    found = opened(packed([*SOUND.items(), (path, PICTURE)]), tmp_path)
    (fault,) = found.faults
    assert fault.reason == "Its path leads out of the archive."
    assert written(tmp_path) == {f"new/private/{name}" for name in SOUND}


def test_two_names_that_differ_only_in_case_are_never_one_file(tmp_path: Path) -> None:
    more = [("a/1.PNG", picture(2)), ("A/9.png", PICTURE), ("b/é.png", picture(3)), ("b/e\u0301.png", PICTURE)]
    found = opened(packed([*SOUND.items(), *more]), tmp_path)
    assert [fault.name for fault in found.faults] == ["A/9.png", "a/1.PNG", "b/e\u0301.png"]
    assert all("in case or accents only" in fault.reason for fault in found.faults)
    assert [entry.name for entry in found.entries] == ["a/1.png", "a/2.png", "b/1.png", "b/2.png", "b/é.png"]
    assert found.entries[0].photo().digest == opened(packed(SOUND), tmp_path / "other").entries[0].photo().digest


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_and_a_folder_named_as_a_file(tmp_path: Path) -> None:
    more = [("a/1.png", picture(4)), ("a/2.png/3.png", PICTURE), ("c/x/1.png", PICTURE), ("c/x", PICTURE)]
    found = opened(packed([*SOUND.items(), *more]), tmp_path)
    assert sorted(fault.name for fault in found.faults) == ["a/1.png", "a/2.png/3.png", "c/x"]
    assert all("already" in fault.reason for fault in found.faults)
    assert [entry.name for entry in found.entries] == [*SOUND, "c/x/1.png"]


def special(name: str, mode: int) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = mode << 16
    return info


def test_links_and_pipes_are_listed(tmp_path: Path) -> None:
    more = [(special("a/link.png", stat.S_IFLNK | 0o777), b"/etc/passwd"), (special("b/pipe", stat.S_IFIFO), b"")]
    found = opened(packed([*SOUND.items(), *more]), tmp_path)
    assert [fault.reason for fault in found.faults] == [
        "It is a link, expected a photo.",
        "It is no file, expected a photo.",
    ]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


def test_what_is_no_photo_is_listed_and_not_kept(tmp_path: Path) -> None:
    inner = packed({"bomb": bytes(10_000_000)})
    more = {
        "a/notes.txt": b"hello",
        "a/inner.zip": inner,
        "b/cut.png": PICTURE[:-60],
        "b/empty.jpg": b"",
        "r.png": PICTURE,
    }
    found = opened(packed(SOUND | more), tmp_path)
    assert {fault.name for fault in found.faults} == set(more)
    assert "is a ZIP archive" in next(fault.reason for fault in found.faults if fault.name == "a/inner.zip")
    assert "no product’s folder" in next(fault.reason for fault in found.faults if fault.name == "r.png")
    assert written(tmp_path / "new" / "private") == set(SOUND)


def test_what_systems_hide_is_passed_over(tmp_path: Path) -> None:
    more = {"__MACOSX/a/._1.png": b"\0", "a/.DS_Store": b"\0", ".git/x.png": PICTURE, "b/Thumbs/.x/1.png": PICTURE}
    found = opened(packed(SOUND | more), tmp_path)
    assert found.faults == () and len(found.entries) == 4


def test_a_declared_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    data = packed(SOUND | {"a/3.png": PICTURE + bytes(60_000_000)})
    assert len(data) < 100_000
    assert refused(data, tmp_path) == "“shop.zip” unpacks to 60 MB; 50 MB are the most."


def lying(data: bytes, name: str, size: int) -> bytes:
    """The archive with another unpacked size of `name`, in its list as well as before the file."""
    changed = bytearray(data)
    for signature, at_size, at_name in ((b"PK\3\4", 22, 30), (b"PK\1\2", 24, 46)):
        at = changed.find(signature)
        while bytes(changed[at + at_name : at + at_name + len(name)]) != name.encode():
            at = changed.find(signature, at + 1)
        struct.pack_into("<I", changed, at + at_size, size)
    return bytes(changed)


def test_an_undeclared_bomb_stops_where_it_said_that_it_ends(tmp_path: Path) -> None:
    data = lying(packed(SOUND | {"a/3.png": PICTURE + bytes(60_000_000)}), "a/3.png", 5000)
    found = opened(data, tmp_path, Budget(10, 1_000_000))
    assert [(fault.name, "damaged" in fault.reason) for fault in found.faults] == [("a/3.png", True)]
    assert written(tmp_path / "new" / "private") == set(SOUND)


def test_ten_thousand_entries(tmp_path: Path) -> None:
    data = packed([*SOUND.items(), *((f"c/{number}.txt", b"x") for number in range(10_000))], zipfile.ZIP_STORED)
    assert refused(data, tmp_path) == "“shop.zip” holds 10,004 files; 5,000 are the most."
    found = opened(data, tmp_path, Budget(20_000, 10**9))
    assert (len(found.entries), len(found.faults), found.classes) == (4, 10_000, ("a", "b"))


def test_a_list_too_long_to_be_read_is_refused_unread(tmp_path: Path) -> None:
    data = bytearray(packed(SOUND))
    struct.pack_into("<I", data, len(data) - 10, (16 << 20) + 1)
    assert "lists more files than can be read" in refused(bytes(data), tmp_path)
    plain = packed(SOUND)
    large = plain[:-22] + b"PK\6\7" + bytes(16) + plain[-22:]
    assert "lists more files than can be read" in refused(large, tmp_path)


def test_encrypted_files_are_listed(tmp_path: Path) -> None:
    data = bytearray(packed(SOUND))
    for signature, at_flag in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.find(signature) + at_flag] |= 1
    found = opened(bytes(data), tmp_path)
    assert [(fault.name, fault.reason) for fault in found.faults] == [("a/1.png", "It is encrypted.")]
    assert len(found.entries) == 3


@pytest.mark.parametrize("name", ["a/" + "x" * 256 + ".png", "a/" + "y/" * 600 + "1.png", "a/" + "é" * 130 + ".png"])
def test_names_too_long_for_a_disk_are_listed(tmp_path: Path, name: str) -> None:
    found = opened(packed(SOUND | {name: PICTURE}), tmp_path)
    (fault,) = found.faults
    assert fault.reason == "Its name is too long to be kept as a file." and len(fault.name) <= 200


@pytest.mark.parametrize("name", ["a/line\nbreak.png", "a/\x1b[31m.png", "a/left\u202eright.png"])
def test_names_that_are_no_plain_text_are_listed(tmp_path: Path, name: str) -> None:
    (fault,) = opened(packed(SOUND | {name: PICTURE}), tmp_path).faults
    assert fault.reason == "Its name is not plain text." and fault.name.isprintable()


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"hello" * 100, PICTURE, packed(SOUND)[:-30], packed(SOUND)[:200], b"PK\5\6" + bytes(3)],
    ids=["empty", "two bytes", "text", "photo", "cut at the end", "cut early", "end only"],
)
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    assert "zip archive" in refused(data, tmp_path)


def test_fewer_than_two_products_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="“shop” holds no photos in folders of products"):
        opened(packed({"1.png": PICTURE, "2.png": PICTURE}), tmp_path)
    with pytest.raises(CatalogueError, match="“shop” holds photos of one product, a;"):
        opened(packed({"a/1.png": PICTURE, "a/2.png": PICTURE}), tmp_path)
    assert written(tmp_path) == set()


NAMES = st.lists(
    st.sampled_from(
        ["a", "A", "b", "..", ".", "", "1.png", "2.PNG", "2.png", "C:", "x" * 300, ".x", "é", "e\u0301", "\n", "\\"]
    ),
    min_size=1,
    max_size=5,
).map("/".join)
CONTENT = st.sampled_from([PICTURE, SOUND["b/2.png"], b"", b"text", PICTURE[:300]])
MODES = st.sampled_from([0, stat.S_IFREG | 0o644, stat.S_IFLNK | 0o777, stat.S_IFDIR, stat.S_IFSOCK])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(st.lists(st.tuples(NAMES, CONTENT, MODES), max_size=12))
@settings(max_examples=150)
def test_whatever_an_archive_holds_nothing_escapes_and_nothing_is_lost(files: list[tuple[str, bytes, int]]) -> None:
    data = packed([*SOUND.items(), *((special(name, mode), data) for name, data, mode in files)])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = opened(data, folder)
        assert written(folder) == {f"new/private/{entry.name}" for entry in found.entries}
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            told = [path for one in archive.infolist() if not (path := one.filename.replace("\\", "/")).endswith("/")]
        hidden = [each for each in told if any(part.startswith(".x") for part in each.split("/"))]
        assert len(found.entries) + len(found.faults) == len(told) - len(hidden)
        again = read_folder(folder / "new" / "private")
        assert (again.digest, again.faults) == (found.digest, ())


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=30))
@settings(max_examples=150)
def test_a_damaged_archive_is_a_catalogue_or_one_sentence(changes: list[tuple[int, int]]) -> None:
    data = bytearray(packed(SOUND))
    for place, value in changes:
        data[place % len(data)] = value
    with tempfile.TemporaryDirectory() as name:
        try:
            found = opened(bytes(data), Path(name), Budget(50, 10_000_000))
        except CatalogueError as error:
            assert written(Path(name)) == set() and error.sentence.endswith(".")
        else:
            assert written(Path(name)) == {f"new/private/{entry.name}" for entry in found.entries}
