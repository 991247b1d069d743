"""The blog post's statements: quoted as they stand there, each really measured, and what follows when one fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

import pytest
import torchvision
from torch import nn

from explorer.catalogue.post.replay import STATEMENTS, check, replay
from explorer.catalogue.post.statement import Finding, Statement
from explorer.catalogue.post.workbench import Workbench
from explorer.errors import ReplayError


@pytest.fixture(scope="module")
def post(shared: Path) -> Sequence[str]:
    """The lines of the post."""
    return (shared / "mission/post.txt").read_text(encoding="utf-8").split("\n")


@pytest.fixture(scope="module")
def bench() -> Workbench:
    return Workbench()


@pytest.fixture(scope="module")
def findings() -> tuple[Finding, ...]:
    return replay()


def at(findings: Sequence[Finding], line: int) -> list[Finding]:
    return [finding for finding in findings if finding.statement.line == line]


def test_at_least_forty_statements_each_quoted_where_it_stands(post) -> None:
    assert len(STATEMENTS) >= 40
    assert [statement.line for statement in STATEMENTS] == sorted(statement.line for statement in STATEMENTS)
    for statement in STATEMENTS:
        assert statement.quote in "\n".join(post[statement.line - 1 : statement.last]), statement
    quotes = [(statement.line, statement.quote) for statement in STATEMENTS]
    assert len(quotes) == len(set(quotes))


def test_each_holds_or_fails_for_the_reason_given(findings) -> None:
    assert [finding.statement for finding in findings] == list(STATEMENTS)
    assert [finding for finding in findings if not finding.expected] == []
    check(findings)


def test_where_the_post_is_mistaken(findings) -> None:
    mistaken = {(each.statement.line, each.measured) for each in findings if not each.equal}
    assert mistaken == {
        (65, "64 photos"),
        (84, "resnet50-0676ba61.pth"),
        (94, "3x300x300"),
        (96, "3x255x255 becomes 3x255x255"),
        (703, "2 and 2 numbers"),
        (710, "113x113"),
        (718, "MaxPool2d"),
        (754, "a Tensor"),
        (960, "AdaptiveConcatPool2d"),
        (968, "4096 to 512 to 44"),
    }
    for each in findings:
        assert each.statement.mistaken == "" or re.search(r"[.]$", each.statement.mistaken)


def test_the_whole_summary_and_both_trees_are_the_posts(bench, post) -> None:
    """Not only the lines that are quoted."""
    assert [row.text for row in bench.rows] == post[417 - 1 : 683 : 2]
    assert list(bench.tree) == post[770 - 1 : 959]
    assert list(bench.tree[2:174]) == post[239 - 1 : 410]


class Another(Workbench):
    """A workbench with another network, so that what is measured must change."""

    @property
    def parts(self) -> nn.Sequential:  # type: ignore[override]
        body = torchvision.models.resnet18(weights=None)
        first = nn.Conv2d(1, 16, 5, stride=3, padding=2)
        return nn.Sequential(
            nn.Sequential(first, body.bn1, body.relu, body.maxpool, body.layer1), nn.Sequential(nn.Linear(7, 9))
        )

    @property
    def conv1(self) -> nn.Conv2d:  # type: ignore[override]
        first = self.parts[0][0]
        assert isinstance(first, nn.Conv2d)
        return first


@pytest.mark.parametrize(
    ("line", "measured"),
    [
        (697, "1"),
        (699, "16"),
        (701, "5x5"),
        (968, "7 to 9"),
        (960, "Linear"),
        (742, "300, 150, 100, 75"),
        (718, "300 to 100"),
    ],
)
def test_what_is_measured_follows_the_network(line: int, measured: str) -> None:
    statement = next(statement for statement in STATEMENTS if statement.line == line)
    assert statement.measure(Another()) == measured


def test_a_statement_that_stops_holding_is_an_error(findings) -> None:
    broken = [changed(each, measured="something else") if each.statement.line == 685 else each for each in findings]
    with pytest.raises(ReplayError, match="line 685: “Total params: 25,637,484”, something else"):
        check(broken)


def test_a_mistake_that_turns_out_true_is_an_error_too() -> None:
    right = Statement(1, "quote", "2", lambda _: "2", "This is wrong.")
    with pytest.raises(ReplayError, match="line 1"):
        check(replay([right]))
