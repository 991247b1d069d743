"""`replay`: the blog post against what is measured, on the command line."""

from __future__ import annotations

import dataclasses
import json

import pytest

from explorer.catalogue.post import replay as post


def test_json_has_one_line_a_statement(run) -> None:
    ended = run("replay", "--format", "json")
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.status, ended.err, len(lines)) == (0, "", len(post.STATEMENTS))
    by_quote = {line["quote"]: line for line in lines}
    assert by_quote["Total params: 25,637,484"] == {
        "lines": [685, 685],
        "quote": "Total params: 25,637,484",
        "said": "Total params: 25,637,484",
        "measured": "Total params: 25,637,484",
        "equal": True,
        "mistaken": None,
    }
    assert all((line["mistaken"] is None) == line["equal"] for line in lines)


@pytest.fixture
def one_statement(monkeypatch: pytest.MonkeyPatch) -> post.Statement:
    """The command knows one statement alone, a quick one that holds."""
    (statement,) = (each for each in post.STATEMENTS if each.line == 73)
    monkeypatch.setattr("explorer.cli.replay.replay", lambda: post.replay([statement]))
    return statement


def test_text_ends_with_how_many_hold(run, one_statement) -> None:
    ended = run("replay")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[-1] == "1 of 1 statements of the post hold."


@pytest.mark.parametrize("form", ["text", "json"])
def test_status_1_when_a_statement_does_not_hold(run, one_statement, monkeypatch, form) -> None:
    wrong = dataclasses.replace(one_statement, measure=lambda _: "([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])")
    monkeypatch.setattr("explorer.cli.replay.replay", lambda: post.replay([wrong]))
    ended = run("replay", "--format", form)
    assert ended.status == 1
    assert "([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])" in ended.out
    assert ended.err.startswith("convscope: What was measured is not what it should be: line 73:")
    assert len(ended.err.splitlines()) == 1
