"""Where the steps of one block stand when it lies open: columns from left to right, a row for each branch.

A step's column is its distance from the entry along the longest way, so that every edge leads to the right (the
layering of K. Sugiyama et al., "Methods for visual understanding of hierarchical system structures", 1981). The
longest way takes the first row; every other way takes the first row below that is free for its whole length.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

ENTRY = ""
"""What comes into the block: it stands before column 0, in row 0."""

Course = Literal["straight", "down", "up", "track"]


@dataclass(frozen=True)
class Route:
    """One edge. "straight": along its row. "down": behind `source` down (or up) to the row of `target`, then along it.
    "up": along the row of `source`, then before `target` to its row. "track": below all rows, along track `track`,
    which all edges of one source share.
    """

    source: str
    target: str
    course: Course
    track: int = 0


@dataclass(frozen=True)
class Lane:
    """(column, row) of each step, the way of each edge, and how many columns, rows and tracks there are."""

    places: Mapping[str, tuple[int, int]]
    routes: tuple[Route, ...]
    columns: int
    rows: int
    tracks: int


def lane(steps: Sequence[str], edges: Iterable[tuple[str, str]]) -> Lane:
    """The lane of `steps`, in an order in which each comes after all that it reads; edges come from steps or ENTRY."""
    pairs = tuple(edges)
    before: dict[str, list[str]] = {step: [] for step in steps}
    after: dict[str, list[str]] = {step: [] for step in (ENTRY, *steps)}
    for source, target in pairs:
        before[target].append(source)
        after[source].append(target)
    columns = {ENTRY: -1}
    for step in steps:
        columns[step] = max((columns[source] for source in before[step]), default=-1) + 1
    rows = _rows(steps, before, after, columns)
    places = {step: (columns[step], rows[step]) for step in steps}
    taken = {place: step for step, place in places.items()}
    routes = _on_tracks([_route(source, target, columns, rows, taken) for source, target in pairs], columns)
    return Lane(
        places=places,
        routes=routes,
        columns=max(columns.values()) + 1,
        rows=max(rows.values()) + 1,
        tracks=max((route.track + 1 for route in routes if route.course == "track"), default=0),
    )


def _rows(
    steps: Sequence[str], before: Mapping[str, list[str]], after: Mapping[str, list[str]], columns: Mapping[str, int]
) -> dict[str, int]:
    """The row of every step: way after way, the longest first."""
    rows = {ENTRY: 0}
    spans: list[list[tuple[int, int]]] = [[]]
    for way in (_longest(steps, before, columns), *_ways(steps, before, after, columns)):
        free = [step for step in way if step not in rows]
        if not free:
            continue
        # The edges into the way and out of it run along its row, too.
        first = max((columns[source] for source in before[free[0]]), default=-1) + 1
        last = min((columns[target] for target in after[free[-1]]), default=columns[free[-1]] + 1) - 1
        span = (min(first, columns[free[0]]), max(last, columns[free[-1]]))
        row = (
            0
            if len(rows) == 1
            else next(
                (at for at in range(1, len(spans)) if all(span[1] < low or high < span[0] for low, high in spans[at])),
                len(spans),
            )
        )
        spans += [[] for _ in range(row + 1 - len(spans))]
        spans[row].append(span)
        rows.update(dict.fromkeys(free, row))
    return rows


def _longest(steps: Sequence[str], before: Mapping[str, list[str]], columns: Mapping[str, int]) -> list[str]:
    """The way of most steps to the last one."""
    way = [steps[-1]]
    while (source := max(before[way[-1]], key=lambda one: columns[one], default=ENTRY)) != ENTRY:
        way.append(source)
    return way[::-1]


def _ways(
    steps: Sequence[str], before: Mapping[str, list[str]], after: Mapping[str, list[str]], columns: Mapping[str, int]
) -> list[list[str]]:
    """Every step in a way that goes on as long as the next step reads nothing that lies further to the right."""
    placed: set[str] = set()
    ways = []
    main = set(_longest(steps, before, columns))
    for step in steps:
        if step in placed or step in main:
            continue
        way = [step]
        while True:
            following = [
                target
                for target in after[way[-1]]
                if target not in placed and target not in main and columns[target] == columns[way[-1]] + 1
            ]
            if not following:
                break
            way.append(following[0])
        placed.update(way)
        ways.append(way)
    return ways


def _route(
    source: str,
    target: str,
    columns: Mapping[str, int],
    rows: Mapping[str, int],
    taken: Mapping[tuple[int, int], str],
) -> Route:
    between = range(columns[source] + 1, columns[target])
    is_free = {row: all((column, row) not in taken for column in between) for row in {rows[source], rows[target]}}
    if rows[source] == rows[target]:
        return Route(source, target, "straight" if is_free[rows[source]] else "track")
    if rows[target] > rows[source] and is_free[rows[target]]:
        return Route(source, target, "down")
    if rows[source] > rows[target] and is_free[rows[source]]:
        return Route(source, target, "up")
    if is_free[rows[target]]:
        return Route(source, target, "down")
    return Route(source, target, "up" if is_free[rows[source]] else "track")


def _on_tracks(routes: Sequence[Route], columns: Mapping[str, int]) -> tuple[Route, ...]:
    """Edges that run below all rows: one track a source, and two sources share one where they do not overlap."""
    ends: dict[str, int] = {}
    for route in routes:
        if route.course == "track":
            ends[route.source] = max(ends.get(route.source, -1), columns[route.target])
    free_from: list[int] = []  # by track: the first column that it is free at
    track_of: dict[str, int] = {}
    for source in sorted(ends, key=lambda one: columns[one]):
        track = next((at for at, column in enumerate(free_from) if column <= columns[source]), len(free_from))
        free_from[track : track + 1] = [ends[source]]
        track_of[source] = track
    return tuple(
        Route(route.source, route.target, "track", track_of[route.source]) if route.course == "track" else route
        for route in routes
    )
