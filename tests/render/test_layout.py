"""Where the steps of a block stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explorer.render.layout import ENTRY, Lane, Route, lane


def test_a_chain_is_one_row() -> None:
    found = lane(("conv", "bn", "relu"), [(ENTRY, "conv"), ("conv", "bn"), ("bn", "relu")])
    assert found.places == {"conv": (0, 0), "bn": (1, 0), "relu": (2, 0)}
    assert {route.course for route in found.routes} == {"straight"}
    assert (found.columns, found.rows, found.tracks) == (3, 1, 0)


def test_a_skip_without_steps_runs_below() -> None:
    found = lane(("conv", "bn", "add"), [(ENTRY, "conv"), ("conv", "bn"), ("bn", "add"), (ENTRY, "add")])
    assert found.routes[-1] == Route(ENTRY, "add", "track", 0)
    assert (found.rows, found.tracks) == (1, 1)


def test_a_branch_with_steps_has_a_row_of_its_own() -> None:
    edges = [(ENTRY, "a"), ("a", "b"), ("b", "c"), (ENTRY, "d"), ("c", "add"), ("d", "add")]
    found = lane(("a", "b", "c", "d", "add"), edges)
    assert found.places["d"] == (0, 1)
    courses = {(route.source, route.target): route.course for route in found.routes}
    assert courses[(ENTRY, "d")] == "down"
    assert courses[("d", "add")] == "up"
    assert found.tracks == 0


def test_branches_one_after_another_share_a_row() -> None:
    edges = [
        (ENTRY, "a"),
        ("a", "b"),
        ("b", "c"),
        ("a", "p"),
        ("p", "c"),
        ("c", "d"),
        ("d", "e"),
        ("c", "q"),
        ("q", "e"),
    ]
    found = lane(("a", "b", "p", "c", "d", "q", "e"), edges)
    assert found.rows == 2
    assert {row for _, row in (found.places["p"], found.places["q"])} <= {0, 1}


def test_a_dense_block_has_one_track_a_source() -> None:
    steps = [name for layer in range(6) for name in (f"cat{layer}", f"conv{layer}")]
    edges = [(ENTRY, f"cat{layer}") for layer in range(6)]
    edges += [(f"cat{layer}", f"conv{layer}") for layer in range(6)]
    edges += [(f"conv{early}", f"cat{late}") for late in range(6) for early in range(late)]
    found = lane(steps, edges)
    assert found.rows == 1
    assert found.tracks == 5  # the entry's, and those of conv0 to conv3: conv4 is read by the next step alone


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, str]]]:
    """Steps in order, each reading one to three of those before it, and edges without repetition."""
    count = draw(st.integers(1, 14))
    steps = [f"s{at}" for at in range(count)]
    edges = []
    for at, step in enumerate(steps):
        sources = draw(st.sets(st.sampled_from([ENTRY, *steps[:at]]), min_size=1, max_size=3))
        edges += [(source, step) for source in sorted(sources)]
    return steps, edges


@given(graphs())
def test_every_edge_leads_right_and_crosses_no_step(graph: tuple[list[str], list[tuple[str, str]]]) -> None:
    steps, edges = graph
    found = lane(steps, edges)
    assert sorted(found.places) == sorted(steps)
    assert len(set(found.places.values())) == len(steps)
    assert sorted((route.source, route.target) for route in found.routes) == sorted(edges)
    for route in found.routes:
        assert not _crossed(found, route)


def _crossed(found: Lane, route: Route) -> bool:
    """Whether a step stands where the edge runs along a row."""
    (start, above), (end, below) = found.places.get(route.source, (-1, 0)), found.places[route.target]
    assert start < end
    assert 0 <= route.track < max(1, found.tracks)
    row = {"straight": above, "down": below, "up": above}.get(route.course)
    return row is not None and any((column, row) in found.places.values() for column in range(start + 1, end))


@given(graphs())
def test_tracks_are_shared_by_one_source_at_a_time(graph: tuple[list[str], list[tuple[str, str]]]) -> None:
    found = lane(*graph)
    for column in range(found.columns):
        users: dict[int, set[str]] = {}
        for route in found.routes:
            start, end = found.places.get(route.source, (-1, 0))[0], found.places[route.target][0]
            if route.course == "track" and start < column < end:
                users.setdefault(route.track, set()).add(route.source)
        assert all(len(sources) == 1 for sources in users.values())
