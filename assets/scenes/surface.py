"""Triangle surfaces from formulas: grids, surfaces of revolution, tubes, rounded boxes, subdivided spheres.

The z axis points up, lengths are in decimetres, the camera stands on the side of negative y.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Points = np.ndarray

# How often a sphere is subdivided at most; small pictures need fewer corners (render_catalogue.py).
finest = 8


@dataclass(frozen=True, eq=False)
class Surface:
    """Vertices (N, 3), faces (M, 3) of indices, unit normals (N, 3) and texture coordinates (N, 2)."""

    vertices: Points
    faces: Points
    normals: Points
    uv: Points

    def moved(self, shift: tuple[float, float, float], turn: Points | None = None) -> Surface:
        """Turned by the rotation matrix `turn` (3, 3), then shifted."""
        matrix = np.eye(3) if turn is None else turn
        vertices = self.vertices @ matrix.T + np.asarray(shift)
        return Surface(vertices, self.faces, self.normals @ matrix.T, self.uv)

    def grounded(self) -> Surface:
        """Shifted up or down until it touches z = 0."""
        return self.moved((0.0, 0.0, -float(self.vertices[:, 2].min())))


def rotation(axis: str, degrees: float) -> Points:
    """Rotation matrix (3, 3) about one coordinate axis, counted counterclockwise seen from its tip."""
    angle = np.radians(degrees)
    cos, sin = np.cos(angle), np.sin(angle)
    first, second = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = cos
    matrix[second, first], matrix[first, second] = sin, -sin
    return matrix


def unit(vectors: Points) -> Points:
    """The vectors (..., 3) at length one; a zero vector stays zero."""
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def smooth(vertices: Points, faces: Points, weld: bool = True) -> Points:
    """Normals (N, 3): the area-weighted mean over the faces that meet; `weld` joins equal places."""
    owner = np.arange(len(vertices))
    if weld:
        owner = np.unique(np.round(vertices, 6), axis=0, return_inverse=True)[1].ravel()
    corners = vertices[faces]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    total = np.empty((owner.max() + 1, 3))
    for axis in range(3):
        weights = np.repeat(areas[:, axis], 3)
        total[:, axis] = np.bincount(owner[faces].ravel(), weights=weights, minlength=len(total))
    return unit(total)[owner]


def grid(points: Points) -> Surface:
    """The surface through a grid of points (R, K, 3); v runs down the rows from 0 to 1, u along a row."""
    rows, columns = points.shape[:2]
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    u, v = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, 1, rows))
    vertices = points.reshape(-1, 3)
    return Surface(vertices, faces, smooth(vertices, faces), np.stack([u, v], -1).reshape(-1, 2))


def revolve(profile: Points, segments: int = 256, start: float = 0.0, end: float = 360.0) -> Surface:
    """The profile (N, 2) of (radius, height), from bottom to top, turned about z; outward normals."""
    angles = np.radians(np.linspace(start, end, segments + 1))
    radius, height = np.asarray(profile, float).T
    x = radius[:, None] * np.cos(angles)
    y = radius[:, None] * np.sin(angles)
    return grid(np.stack([x, y, np.broadcast_to(height[:, None], x.shape)], -1))


def fillet(corners: list[tuple[float, ...]], steps: int = 10) -> Points:
    """The polyline through (x, y) or (x, y, radius) corners, corners with a radius turned into arcs."""
    points = [np.asarray(corner[:2], float) for corner in corners]
    line = [points[0]]
    for index in range(1, len(points) - 1):
        corner = points[index]
        radius = corners[index][2] if len(corners[index]) > 2 else 0.0
        before, after = points[index - 1] - corner, points[index + 1] - corner
        before, after = before / np.linalg.norm(before), after / np.linalg.norm(after)
        half = np.arccos(np.clip(before @ after, -1, 1)) / 2
        if radius == 0.0 or half > np.pi / 2 - 1e-3:
            line.append(corner)
            continue
        centre = corner + unit(before + after) * radius / np.sin(half)
        first, last = (corner + way * radius / np.tan(half) - centre for way in (before, after))
        turn = np.pi - 2 * half
        for part in np.linspace(0, 1, steps + 1):
            mixed = (np.sin((1 - part) * turn) * first + np.sin(part * turn) * last) / np.sin(turn)
            line.append(centre + mixed)
    line.append(points[-1])
    return np.array(line)


def spline(points: list[tuple[float, ...]], count: int = 120) -> Points:
    """`count` points on the centripetal Catmull-Rom curve through `points` (after Barry and Goldman)."""
    p = np.asarray(points, float)
    p = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
    knots = np.concatenate([[0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(p, axis=0), axis=1)))])
    times = np.linspace(knots[1], knots[-2] - 1e-9, count)
    at = np.clip(np.searchsorted(knots, times, side="right") - 1, 1, len(p) - 3)
    t = times[:, None]

    def between(first: Points, second: Points, low: int, high: int) -> Points:
        start, stop = knots[at + low][:, None], knots[at + high][:, None]
        return ((stop - t) * first + (t - start) * second) / (stop - start)

    one, two, three = (between(p[at + k], p[at + k + 1], k, k + 1) for k in (-1, 0, 1))
    return between(between(one, two, -1, 1), between(two, three, 0, 2), 0, 1)


def tube(
    path: Points, radius: Points | float, flat: float = 1.0, up: Points | None = None, spout: bool = False
) -> Surface:
    """A tube of the given radius (scalar, or one a point) along a path (N, 3), its ends round.

    With `spout` the far end is open with a rounded lip instead: the wall turns inwards and runs back. `flat`
    scales the section along the direction that stays closest to `up` (default z): a frame is the one before
    it, projected across the path, so that the tube does not twist.
    """
    path = np.asarray(path, float)
    radii = np.broadcast_to(np.asarray(radius, float), (len(path),))
    ahead = unit(np.gradient(path, axis=0))
    side = np.array([0.0, 0.0, 1.0]) if up is None else np.asarray(up, float)
    if abs(side @ ahead[0]) > 0.99:
        side = np.array([0.0, 1.0, 0.0])
    frames = np.empty_like(path)
    for index, direction in enumerate(ahead):
        side = unit(side - (side @ direction) * direction)
        frames[index] = side
    swing = np.sin(np.linspace(0, np.pi / 2, 9))[:-1]
    shrink = np.sqrt(1 - swing**2)
    head = path[0] - ahead[0] * radii[0] * shrink[:, None] * flat
    tail = path[-1] + ahead[-1] * radii[-1] * shrink[::-1, None] * flat
    last = radii[-1] * swing[::-1]
    if spout:
        lip, arc = 0.16 * radii[-1], np.linspace(0, np.pi, 8)
        tail = path[-1] + ahead[-1] * np.append(lip * np.sin(arc[:-1]), -4 * radii[-1])[:, None]
        last = radii[-1] - lip * (1 - np.cos(arc))
    path = np.concatenate([head, path, tail])
    radii = np.concatenate([radii[0] * swing, radii, last])
    frames = np.concatenate([np.repeat(frames[:1], 8, 0), frames, np.repeat(frames[-1:], 8, 0)])
    ahead = np.concatenate([np.repeat(ahead[:1], 8, 0), ahead, np.repeat(ahead[-1:], 8, 0)])
    across = np.cross(ahead, frames)
    angle = np.linspace(0, 2 * np.pi, 65)
    cos, sin = np.cos(angle)[None, :, None], np.sin(angle)[None, :, None]
    ring = cos * frames[:, None] * flat + sin * across[:, None]
    return grid(path[:, None] + radii[:, None, None] * ring)


def rounded_box(size: tuple[float, float, float], radius: float, steps: int = 12) -> Surface:
    """A box of `size` about the origin whose edges are rounded with `radius`."""
    latitude = np.radians(np.concatenate([np.linspace(-90, 0, steps), np.linspace(0, 90, steps)]))
    quarters = [np.linspace(k * 90, k * 90 + 90, steps) for k in range(4)]
    longitude = np.radians(np.concatenate([*quarters, [0.0]]))
    low = np.repeat([-1.0, 1.0], steps)[:, None]
    east = np.append(np.repeat([1.0, -1.0, -1.0, 1.0], steps), 1.0)[None, :]
    north = np.append(np.repeat([1.0, 1.0, -1.0, -1.0], steps), 1.0)[None, :]
    cos, sin = np.cos(latitude)[:, None], np.sin(latitude)[:, None]
    ball = np.stack(np.broadcast_arrays(cos * np.cos(longitude), cos * np.sin(longitude), sin), -1)
    signs = np.stack(np.broadcast_arrays(east, north, low), -1)
    surface = grid(ball * radius + signs * (np.asarray(size) / 2 - radius))
    bottom_and_top = [surface.vertices.reshape(ball.shape)[row, :-1:steps] for row in (0, -1)]
    count = len(surface.vertices)
    caps = np.concatenate(bottom_and_top)
    faces = np.array([[0, 2, 1], [0, 3, 2], [4, 5, 6], [4, 6, 7]]) + count
    normals = np.repeat([[0.0, 0.0, -1.0], [0.0, 0.0, 1.0]], 4, 0)
    return Surface(
        np.concatenate([surface.vertices, caps]),
        np.concatenate([surface.faces, faces]),
        np.concatenate([ball.reshape(-1, 3), normals]),
        np.concatenate([surface.uv, np.zeros((8, 2))]),
    )


def icosphere(level: int) -> tuple[Points, Points]:
    """Unit directions (N, 3) and faces (M, 3) of an icosahedron subdivided `level` times, at most `finest`."""
    vertices = icosahedron()
    gaps = np.linalg.norm(vertices[:, None] - vertices[None], axis=-1)
    near = gaps < 1.1 * gaps[gaps > 0].min()
    faces = [
        (i, j, k) if np.linalg.det(vertices[[i, j, k]]) > 0 else (i, k, j)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    mesh = np.array(faces)
    for _ in range(min(level, finest)):
        edges = np.sort(np.concatenate([mesh[:, [0, 1]], mesh[:, [1, 2]], mesh[:, [2, 0]]]), axis=1)
        codes, inverse = np.unique(edges[:, 0] * len(vertices) + edges[:, 1], return_inverse=True)
        pairs = np.stack(np.divmod(codes, len(vertices)), -1)
        middle = inverse.reshape(3, -1) + len(vertices)
        vertices = np.concatenate([vertices, unit(vertices[pairs].sum(1))])
        a, b, c = mesh.T
        ab, bc, ca = middle
        parts = ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))
        mesh = np.concatenate([np.stack(part, -1) for part in parts])
    return vertices, mesh


def icosahedron() -> Points:
    """The 12 corners (12, 3) of the icosahedron on the unit sphere."""
    golden = (1 + 5**0.5) / 2
    base = [(0, s, t * golden) for s in (-1, 1) for t in (-1, 1)]
    corners = np.array([np.roll(point, shift) for point in base for shift in range(3)], float)
    return unit(corners)


def ball(directions: Points, faces: Points, radius: Points) -> Surface:
    """The star-shaped surface whose distance from the origin along each direction is `radius` (N,)."""
    vertices = directions * radius[:, None]
    return Surface(vertices, faces, smooth(vertices, faces, weld=False), np.zeros((len(vertices), 2)))
