"""The Replay page in a simulated run."""

from __future__ import annotations

import re
from dataclasses import replace as changed

import pytest
from streamlit.testing.v1 import AppTest

from explorer.catalogue.post.replay import STATEMENTS
from explorer.ui import replay
from tests.pages.opening import assert_sound, opened


@pytest.fixture(scope="module")
def app() -> AppTest:
    replay.measured.clear()
    return opened("pages/replay.py")


def table(app: AppTest) -> str:
    return next(part.proto.body for part in app.get("html") if "<table" in part.proto.body)


def test_the_title_counts_what_holds_and_what_does_not_stands_on_top(app: AppTest) -> None:
    assert_sound(app)
    findings = replay.measured()
    held = sum(finding.equal for finding in findings)
    assert app.title[0].value == f"{held} of {len(STATEMENTS)} statements of the post hold."
    marks = re.findall(r'aria-label="((?:not )?equal)"', table(app))
    assert marks == ["not equal"] * (len(STATEMENTS) - held) + ["equal"] * held


def test_every_statement_is_quoted_by_line_with_what_was_measured(app: AppTest) -> None:
    shown = table(app)
    assert re.search(r"<td>710</td><td>.*which is \$225x225\$.*225x225</td><td>.*≠.*</td><td>113x113", shown)
    assert re.findall(r"<tr><td>([\d–]+)</td>", shown).count("228–231") == 1
    assert len(re.findall(r"<tr><td>", shown)) == len(STATEMENTS)


def test_texts_are_shown_letter_by_letter() -> None:
    finding = replay.measured()[0]
    row = replay._row(changed(finding, measured="<b>2 & 3</b>"))
    assert "&lt;b&gt;2 &amp; 3&lt;/b&gt;" in row


def test_what_is_not_as_it_should_be_is_said_in_the_second_line() -> None:
    findings = [changed(each, measured="else") if each.statement.line == 685 else each for each in replay.measured()]
    assert replay.reason(findings) == "Line 685: what was measured is not what it should be. This is a bug."
    assert "bug" not in replay.reason(replay.measured())
