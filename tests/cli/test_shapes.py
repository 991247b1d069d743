"""`shapes`: the table of layers, against the post's and for people."""

from __future__ import annotations

import csv
import io
import re

import pytest
import torch

HEADER = ["layer", "type", "output_shape", "kernel", "stride", "padding", "parameters", "trainable"]
HEADER += ["multiply_adds", "memory", "receptive_field", "apart"]
ROW = re.compile(r"(Conv2d|BatchNorm2d) \[(\d+), (\d+), (\d+)\] ([\d,]+) (True|False)")


@pytest.fixture(scope="module")
def table(run) -> list[dict[str, str]]:
    """ResNet50's rows at 300 px."""
    ended = run("shapes", "--size", 300, "--format", "csv")
    assert (ended.status, ended.err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert list(rows[0]) == HEADER
    return rows


def test_convolutions_and_batch_norms_are_the_posts(table, shared) -> None:
    """The post's summary lists modules as they are declared, which for these two types is the order of calls.

    It is printed whole once; a later excerpt repeats its first rows.
    """
    summary = (shared / "mission/post.txt").read_text().partition("Total params")[0]
    post = [ROW.fullmatch(line) for line in summary.splitlines()]
    expected = [(row[1], f"{row[2]}x{row[3]}x{row[4]}", row[5].replace(",", "")) for row in post if row is not None]
    kinds = [kind for kind, _, _ in expected]
    assert (kinds.count("Conv2d"), kinds.count("BatchNorm2d")) == (53, 53)
    ours = [
        (row["type"], row["output_shape"], row["parameters"])
        for row in table
        if row["type"] in ("Conv2d", "BatchNorm2d")
    ]
    assert ours == expected


def test_one_line_a_call_that_adds_up(table) -> None:
    names = [row["layer"] for row in table]
    assert len(names) == len(set(names)) == 175
    assert sum(int(row["parameters"]) for row in table) == 25_557_032
    # Every one of 64 × 150 × 150 numbers takes 3 × 7 × 7 multiply-adds.
    costs = [str(64 * 150 * 150 * 147), str(64 * 150 * 150 * 4), "7x7", "2x2"]
    first = ["conv1", "Conv2d", "64x150x150", "7x7", "2x2", "3x3", "9408", "True", *costs]
    assert table[0] == dict(zip(HEADER, first, strict=True))
    assert (names[-1], table[-1]["output_shape"]) == ("fc", "1000")


def test_for_people(run) -> None:
    ended = run("shapes", "--model", "tiny_vgg")
    lines = ended.out.splitlines()
    assert (ended.status, ended.err) == (0, "")
    assert lines[0].split() == HEADER
    assert lines[1].split("  ")[0] == "conv_1_1"
    assert "10 × 62 × 62" in lines[1] and "3 × 3" in lines[1] and "280" in lines[1]
    assert len({len(line[: line.index(" ×")]) for line in lines[1:3]}) == 1, "columns stand below each other"
    assert lines[-1] == (
        "19,920 parameters, 19,920 trainable, 0 frozen; 5,608,780 multiply-adds; 769 kB of values; 13 layer calls"
    )


def test_markdown(run) -> None:
    lines = run("shapes", "--model", "tiny_vgg", "--format", "markdown").out.splitlines()
    assert lines[0] == f"| {' | '.join(HEADER)} |"
    assert len(lines) == 2 + 13 and all(line.count("|") == 13 for line in lines)


def test_the_post_recipe_has_300_pixels(run) -> None:
    out = run("shapes", "--model", "squeezenet1_0", "--recipe", "post", "--format", "csv").out
    assert out == run("shapes", "--model", "squeezenet1_0", "--size", 300, "--format", "csv").out


def test_the_number_of_classes_comes_from_labels_or_a_file(run, tmp_path, squeezenet) -> None:
    (tmp_path / "labels.txt").write_text("cup\nmug\nbowl\n")
    out = run("shapes", "--model", "squeezenet1_0", "--labels", tmp_path / "labels.txt", "--format", "csv").out
    assert "classifier.1,Conv2d,3x13x13," in out
    state = torch.load(squeezenet[3], weights_only=True)
    state["classifier.1.weight"], state["classifier.1.bias"] = torch.ones(7, 512, 1, 1), torch.ones(7)
    torch.save(state, tmp_path / "seven.pth")
    ended = run("shapes", "--model", "squeezenet1_0", "--weights", tmp_path / "seven.pth", "--format", "csv")
    assert "classifier.1,Conv2d,7x13x13,1x1,1x1,0x0,3591,True," in ended.out


def test_the_posts_learner_in_the_posts_words(run, shared) -> None:
    """All 134 lines and the totals, straight from the post's text; no weights, no photo, no network."""
    ended = run("shapes", "--learner", 44, "--size", 300, "--format", "post")
    assert (ended.status, ended.err) == (0, "")
    post = (shared / "mission/post.txt").read_text().splitlines()
    end = next(place for place, line in enumerate(post) if line.startswith("Total non-trainable"))
    start = post.index("learner.summary()")
    printed = [line for line in post[start : end + 1] if re.search(r"\] [\d,]+ (True|False)$|^Total", line)]
    assert ended.out.splitlines() == printed and len(printed) == 134 + 3


def test_a_learner_by_calls_has_the_same_totals(run) -> None:
    last = run("shapes", "--learner", 44, "--size", 300).out.splitlines()[-1]
    assert last.startswith("25,637,484 parameters, 2,182,572 trainable, 23,454,912 frozen;")


def test_a_learner_needs_a_listed_network(run) -> None:
    ended = run("shapes", "--learner", 3, "--model", "shop.networks:classifier")
    assert ended.status == 2 and "cannot be made on a network of one’s own" in ended.err
    assert "expected 1 or more products" in run("shapes", "--learner", 0).err
