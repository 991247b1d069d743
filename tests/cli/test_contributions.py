"""`contributions` and `cam`: sums that add up, files that hold what they say, refusals in one sentence."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

MOBILENET = ("--model", "mobilenet_v3_small", "--weights", "untrained", "--size", "64")


def asked(run, photo, *more: object) -> dict:
    """The sum as JSON; it must be the only line."""
    ended = run("contributions", photo, *more, "--format", "json")
    assert (ended.status, ended.out.count("\n")) == (0, 1), ended.err
    return json.loads(ended.out)


def logits(run, photo, network) -> dict[int, float]:
    """The logits of all classes as `scores` prints them."""
    ended = run("scores", photo, *network, "--top", "1000", "--format", "json")
    return {score["class"]: score["logit"] for score in json.loads(ended.out)["top"]}


@pytest.mark.parametrize("top", [1, 20, 512])
def test_terms_rest_and_bias_add_up_to_the_logit(run, photo, squeezenet, top) -> None:
    found = asked(run, photo, "--class", 504, *squeezenet, "--top", top)
    parts = [found["bias"], found["rest"]["sum"], *(term["product"] for term in found["terms"])]
    assert sum(parts) == pytest.approx(found["logit"], rel=1e-12)
    assert (len(found["terms"]), found["rest"]["count"]) == (top, 512 - top)
    assert found["logit"] == pytest.approx(logits(run, photo, squeezenet)[504], abs=1e-4)
    assert found["holds"] and found["difference"] <= found["bound"]
    assert "against" not in found
    for term in found["terms"]:
        assert term["product"] == term["pooled"] * term["weight"]
    assert found["terms"] == sorted(found["terms"], key=lambda term: -abs(term["product"]))


def test_against_another_class_all_is_a_difference(run, photo, squeezenet) -> None:
    chosen, other, lead = (
        asked(run, photo, *which, *squeezenet, "--top", 512)
        for which in (("--class", 504), ("--class", 968), ("--class", 504, "--against", 968))
    )
    assert (lead["against"], lead["against_label"]) == (968, "cup")
    for part in ("logit", "bias"):
        assert lead[part] == pytest.approx(chosen[part] - other[part], abs=1e-9)
    one, two, both = ({term["channel"]: term["product"] for term in each["terms"]} for each in (chosen, other, lead))
    assert all(both[channel] == pytest.approx(one[channel] - two[channel], abs=1e-9) for channel in both)


def test_text_says_the_same(run, photo, squeezenet) -> None:
    ended = run("contributions", photo, "--class", 504, "--against", 968, *squeezenet, "--top", 2)
    assert ended.status == 0
    head, _, columns, *rows = ended.out.splitlines()
    assert head.endswith(": coffee mug − cup")
    assert columns.split() == ["layer", "channel", "cell", "pooled", "weight", "product"]
    assert [row.split()[0] for row in rows[:2]] == ["features.12.cat"] * 2
    assert "rest of 510 terms" in ended.out


def test_shares_and_bias_in_the_file_add_up_to_the_logit(run, photo, squeezenet, tmp_path) -> None:
    scores = logits(run, photo, squeezenet)
    for more, wanted in (((), scores[504]), (("--against", 968), scores[504] - scores[968])):
        ended = run("cam", photo, "--class", 504, *more, *squeezenet, "--out", tmp_path / "cam.npz")
        assert (ended.status, ended.out, ended.err) == (0, "", "")
        with np.load(tmp_path / "cam.npz") as file:
            assert sorted(file) == ["bias", "shares"]
            assert (file["shares"].shape, file["shares"].dtype, file["bias"].shape) == ((13, 13), np.float64, ())
            assert file["shares"].sum() + file["bias"] == pytest.approx(wanted, abs=1e-4)


def test_the_picture_is_as_large_as_what_the_network_saw(run, photo, squeezenet, tmp_path) -> None:
    assert run("cam", photo, "--class", 504, *squeezenet, "--out", tmp_path / "cam.png").status == 0
    with Image.open(tmp_path / "cam.png") as picture:
        assert (picture.size, picture.mode) == ((224, 224), "RGB")
        assert len(np.unique(np.asarray(picture).reshape(-1, 3), axis=0)) > 50


def test_a_network_without_exact_shares_says_why_and_offers_an_approximation(run, photo, tmp_path) -> None:
    target = tmp_path / "cam.npz"
    refused = run("cam", photo, "--class", 5, *MOBILENET, "--out", target)
    assert refused.status == 2
    assert "stands Hardswish (classifier.1)" in refused.err and "--approximate" in refused.err
    assert not target.exists()
    assert run("cam", photo, "--class", 5, *MOBILENET, "--out", target, "--approximate").status == 0
    with np.load(target) as file:
        assert list(file) == ["grad_cam"] and (file["grad_cam"] >= 0).all()


@pytest.mark.parametrize("command", ["contributions", "cam"])
@pytest.mark.parametrize(
    ("classes", "sentence"),
    [
        (("--class", "10"), "The network has 10 classes, counted from 0; class 10 was asked for. Choose 0 to 9."),
        (("--class", "-1"), "class -1 was asked for"),
        (("--class", "3", "--against", "3"), "Class 3 is compared with itself."),
        (("--class", "mug"), "expected a whole number, got “mug”"),
        ((), "the following arguments are required: --class"),
    ],
)
def test_classes_that_cannot_be_used_are_one_sentence(
    run, photo, tiny_vgg, tmp_path, command, classes, sentence
) -> None:
    out = ("--out", tmp_path / "cam.npz") if command == "cam" else ()
    ended = run(command, photo, *classes, *tiny_vgg, *out)
    assert (ended.status, ended.out) == (2, "")
    assert sentence in ended.err and ended.err.count("\n") == 1
