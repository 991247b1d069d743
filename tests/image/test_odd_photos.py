"""Every file of ../shared/data/odd-photos, against its manifest."""

from __future__ import annotations

import csv
import warnings
from pathlib import Path

import numpy as np
import pytest

from explorer.errors import PhotoError
from explorer.image.photo import Photo, read


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "odd-photos"


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> dict[str, tuple[dict[str, str], Photo | PhotoError]]:
    found: dict[str, tuple[dict[str, str], Photo | PhotoError]] = {}
    with (folder / "manifest.csv").open(encoding="utf-8") as stream, warnings.catch_warnings():
        warnings.simplefilter("error")
        for row in csv.DictReader(stream):
            try:
                found[row["file"]] = row, read(folder / row["file"])
            except PhotoError as error:
                found[row["file"]] = row, error
    return found


def test_all_files_are_there(folder: Path, outcomes: dict) -> None:
    files = {str(file.relative_to(folder)) for file in folder.glob("*/*")}
    assert files == set(outcomes)
    assert len(files) == 97


def test_each_does_what_the_manifest_expects(outcomes: dict) -> None:
    wrong = {}
    for name, (row, got) in outcomes.items():
        decoded = isinstance(got, Photo)
        must_decode = row["expected"] == "decode" and row["tier"] == "core"
        if (must_decode and not decoded) or (row["expected"] == "refuse" and decoded):
            wrong[name] = got
    assert wrong == {}


def test_upright_sizes(outcomes: dict) -> None:
    sizes = {
        name: (got.size, tuple(map(int, row["upright_size"].split("x")))[::-1])
        for name, (row, got) in outcomes.items()
        if isinstance(got, Photo) and row["upright_size"]
    }
    assert len(sizes) >= 55
    assert {name: pair for name, pair in sizes.items() if pair[0] != pair[1]} == {}


def test_refusals_name_the_file_and_say_what_to_do(outcomes: dict) -> None:
    errors = {name: got for name, (_, got) in outcomes.items() if isinstance(got, PhotoError)}
    for name, error in errors.items():
        assert error.sentence.startswith(f"“{Path(name).name}” ")
        assert error.sentence.endswith(".") and error.hint.endswith(".")
        assert "PIL" not in str(error) and "BytesIO" not in str(error)
    assert len({error.sentence.split("”")[1] for error in errors.values()}) > 12


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("bombs/made_header_65500.jpg", "says 65,500 × 65,500 pixels, 4,290 megapixels; at most 40 are read"),
        ("bombs/made_1x80000000_1bit.png", "says 80,000,000 × 1 pixels, 80 megapixels"),
        ("bombs/made_ztxt_200x900kb.png", "texts that unpack to more than 64 MB"),
        ("corrupt/made_cut_10pct.jpg", "is cut short: after 3,678 bytes the JPEG ends"),
        ("corrupt/made_cut_95pct.png", "is cut short"),
        ("corrupt/made_empty.jpg", "is empty"),
        ("corrupt/made_zeros.jpg", "nothing but zeros"),
        ("corrupt/made_zero_size.jpg", "says 0 × 0 pixels: it holds no picture"),
        ("corrupt/made_svg_named.png", "is an SVG drawing"),
        ("corrupt/made_text.jpg", "is text"),
        ("corrupt/made_heic_header.heic", "begins as a HEIC does"),
        ("corrupt/pngsuite_xlfn0g04.png", "line ends were changed"),
        ("valid-odd/pil_multipage.tiff", "is a TIFF"),
        ("valid-odd/pil_hopper_16bit.pgm", "is a Netpbm picture"),
    ],
)
def test_sentences(outcomes: dict, name: str, says: str) -> None:
    assert says in outcomes[name][1].sentence


def pixels(outcomes: dict, name: str) -> np.ndarray:
    return outcomes[f"valid-odd/{name}"][1].pixels.astype(int)


@pytest.mark.parametrize(
    ("reference", "names"),
    [
        (
            "made_orientation_1.jpg",
            ["made_orientation_2.jpg", "made_orientation_6.png", "made_orientation_invalid_0.jpg"],
        ),
        ("pil_hopper_orientation_2.jpg", ["pil_hopper_orientation_4.jpg", "pil_hopper_orientation_5.jpg"]),
        ("made_orientation_1.jpg", ["made_icc_srgb.jpg", "made_progressive.jpg", "made_cmyk.jpg"]),
        ("made_gray.jpg", ["made_gray16.png"]),
    ],
)
def test_families_show_one_picture(outcomes: dict, reference: str, names: list[str]) -> None:
    wanted = pixels(outcomes, reference)
    for name in names:
        seen = pixels(outcomes, name)
        assert np.abs(seen - wanted).mean() < 5, name  # JPEG differs a little each time it is written
        # ... and any other way to hold it is further off.
        assert np.abs(seen[:, ::-1] - wanted).mean() > 10, name
        assert np.abs(seen[::-1] - wanted).mean() > 10, name


def test_true_mean_grey(outcomes: dict) -> None:
    stated = {name: row for name, (row, _) in outcomes.items() if row["true_mean_grey"]}
    assert list(stated) == ["valid-odd/made_gray16.png"]
    for name, row in stated.items():
        assert abs(outcomes[name][1].pixels.mean() - float(row["true_mean_grey"])) < 1


def test_one_bit_has_two_values_and_16_bits_have_many(outcomes: dict) -> None:
    assert np.unique(pixels(outcomes, "made_1bit.png")).tolist() == [0, 255]
    assert len(np.unique(pixels(outcomes, "pngsuite_basi0g16.png"))) > 100
