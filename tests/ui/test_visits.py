"""Visits: unguessable keys, and nothing outlives its time."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from explorer.network.intervene import Fader
from explorer.ui.viewpoint import Viewpoint
from explorer.ui.visits import Visits

MUG = Viewpoint("coffee-mug")
BALL = Viewpoint("golf-ball", layer="conv1", channel=3)


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visits(clock: Clock) -> Visits:
    return Visits(1800, clock)


def test_a_visit_is_kept_under_its_key_alone(visits: Visits) -> None:
    mine, yours = visits.new_key(), visits.new_key()
    visits.keep(mine, MUG)
    visits.keep(yours, BALL)
    assert visits.get(mine) == MUG
    assert visits.get(yours) == BALL
    visits.keep(mine, BALL)
    assert visits.get(mine) == BALL


@pytest.mark.parametrize("key", ["", "nobody", "../visits", "\0"])
def test_an_unknown_key_finds_nothing(visits: Visits, key: str) -> None:
    visits.keep(visits.new_key(), MUG)
    assert visits.get(key) is None


def test_keys_cannot_be_guessed_and_fit_a_cookie(visits: Visits) -> None:
    keys = {visits.new_key() for _ in range(1000)}
    assert len(keys) == 1000
    # 192 bits in base64 are 32 characters, and none that a cookie would have to quote.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", key) for key in keys)
    # No part of a key is the same for all: a counter or the time would be.
    assert all(len({key[place] for key in keys}) > 30 for place in range(32))


def test_an_absent_visitor_is_forgotten_after_half_an_hour(visits: Visits, clock: Clock) -> None:
    visits.keep("key", MUG)
    clock.seconds += 1800
    assert visits.get("key") == MUG  # which counts as being there
    clock.seconds += 1800
    assert visits.get("key") == MUG
    clock.seconds += 1801
    assert visits.get("key") is None


def test_who_keeps_looking_stays(visits: Visits, clock: Clock) -> None:
    for _ in range(10):
        visits.keep("here", BALL)
        visits.get("asked")
        clock.seconds += 1000
    assert visits.get("here") == BALL


def test_forgotten_visits_free_their_memory(visits: Visits, clock: Clock) -> None:
    for number in range(100):
        visits.keep(f"gone {number}", MUG)
    clock.seconds += 1801
    visits.keep("new", MUG)
    assert list(visits._visits) == ["new"]


def test_many_threads_at_once(visits: Visits, clock: Clock) -> None:
    def walk(number: int) -> bool:
        key = visits.new_key()
        for channel in range(200):
            view = Viewpoint("coffee-mug", layer=str(number), channel=channel)
            visits.keep(key, view)
            clock.seconds += 0.001
            if visits.get(key) != view:
                return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(walk, range(32)))


def test_a_tab_that_is_loaded_again_continues_under_a_key_of_its_own(visits: Visits) -> None:
    visits.keep("first", BALL)
    assert visits.follow("again", "first") == BALL
    visits.keep("again", MUG)
    assert (visits.get("first"), visits.get("again")) == (BALL, MUG)
    assert visits.follow("stranger", "nobody") is None
    assert visits.get("stranger") is None


def test_the_tabs_of_one_browser_share_their_uploads(visits: Visits) -> None:
    visits.keep("first", Viewpoint("coffee-mug"))
    second = visits.follow("second", "first")
    assert second is not None
    visits.keep("stranger", Viewpoint("s", uploads=("s",)))
    visits.keep("first", Viewpoint("a", uploads=("a",)))
    visits.keep("second", Viewpoint("b", uploads=("b",)))
    visits.keep("first", Viewpoint("c", uploads=("c", "a")))
    visits.keep("first", Viewpoint("c", uploads=("c", "a")))  # nothing new
    assert visits.follow("first again", "first") == Viewpoint("c", uploads=("c", "b", "a"))
    assert visits.follow("second again", "second") == Viewpoint("b", uploads=("c", "b", "a"))
    assert visits.get("stranger") == Viewpoint("s", uploads=("s",))


def test_a_tab_that_finds_its_browser_late_shares_its_uploads_too(visits: Visits) -> None:
    visits.keep("left", Viewpoint("a", uploads=("a",)))
    visits.keep("new", Viewpoint("coffee-mug"))
    assert visits.follow("new", "left") == Viewpoint("a", uploads=("a",))
    visits.keep("left", Viewpoint("b", uploads=("b", "a")))
    assert visits.get("new") == Viewpoint("a", uploads=("b", "a"))


def test_faders_moved_beside_the_runs_are_part_of_the_visit_and_told_once(visits: Visits) -> None:
    mine = visits.new_key()
    moved = replace(BALL.faded("conv1", (Fader("conv1", 2, 0.5),)), turn=3)
    visits.move(mine, moved)  # nobody is there
    assert visits.get(mine) is None and visits.take_moved(mine) is None
    visits.keep(mine, BALL)
    visits.move(mine, moved)
    assert visits.get(mine) == moved
    visits.keep(mine, replace(BALL, channel=7))  # by a run that has begun before
    assert visits.get(mine) == replace(moved, channel=7)
    visits.move(mine, replace(moved, faders=(), turn=2))  # an answer that took long
    assert visits.take_moved(mine) == moved
    assert visits.take_moved(mine) is None
    assert visits.get(mine) == replace(moved, channel=7)
    later = replace(moved, faders=(), turn=4)
    visits.keep(mine, later)
    visits.move(mine, moved)
    assert visits.get(mine) == later  # the later move counts
