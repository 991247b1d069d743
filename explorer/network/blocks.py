"""An opened network as a chain of blocks, each a run of steps: what its map draws as columns.

Where they end is read from the graph: between two blocks only one value passes. Names only say to which block a
straight piece between two branched ones belongs, and what a block is called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from explorer.network.arrange import map_shape
from explorer.network.opened import Node, OpenedNetwork
from explorer.network.steps import Constant

# Parts of the names of steps that begin something; all others, which change numbers one by one, end what came before.
_BEGINNINGS = ("Conv", "Linear", "Pool", "Mean", "Flatten", "Add", "Multiply", "Concatenate")
MOST = 40
"""Columns that fit side by side; a deeper network's neighbours of one size share one."""
_SMALLEST = 3
"""Steps from which a module of a straight piece is a block of its own."""


@dataclass(frozen=True)
class Block:
    """Some of a network's steps in order, and whether more than one path leads through them.

    `shown` is the step whose maps stand for the block: the last one before its maps shrink.
    """

    name: str
    nodes: tuple[Node, ...]
    branched: bool
    shown: Node


@dataclass(frozen=True)
class Stage:
    """Neighbouring blocks whose maps have one size: `first` and `last` count blocks, both included."""

    name: str
    first: int
    last: int


def drawn(network: OpenedNetwork) -> tuple[Node, ...]:
    """The steps that a map draws: all but parameters that are read as they are."""
    return tuple(node for node in network.nodes if not isinstance(network.step(node.name), Constant))


def drawn_edges(network: OpenedNetwork) -> tuple[tuple[str, str], ...]:
    """(from, to) of every value that one drawn step hands to another, the network's input included."""
    known = {network.input, *(node.name for node in drawn(network))}
    pairs = ((source, node.name) for node in drawn(network) for source in dict.fromkeys(node.inputs))
    return tuple((source, target) for source, target in pairs if source in known)


def blocks(network: OpenedNetwork, most: int = MOST) -> tuple[Block, ...]:
    """Every drawn step in exactly one block, in order; at most `most`, if stages leave that."""
    nodes = drawn(network)
    pieces = _joined(_pieces(network, nodes))
    groups = [group for branched, piece in pieces for group in ([piece] if branched else _parted(network, piece))]
    made = [_block(network, nodes, group) for group in _settled(network, groups)]
    while len(made) > most and (at := _lightest_pair(network, made)) is not None:
        both = (*made[at].nodes, *made[at + 1].nodes)
        made[at : at + 2] = [_block(network, nodes, both)]
    return tuple(made)


def stages(network: OpenedNetwork, chain: Sequence[Block]) -> tuple[Stage, ...]:
    """The blocks by the height and width of their maps."""
    found = []
    sides = groupby(range(len(chain)), key=lambda at: map_shape(network, chain[at].shown.name)[1:])
    for places in ([*members] for _, members in sides):
        nodes = tuple(node for at in places for node in chain[at].nodes)
        found.append(Stage(_called(nodes, drawn(network)), places[0], places[-1]))
    return tuple(found)


def _pieces(network: OpenedNetwork, nodes: Sequence[Node]) -> list[tuple[bool, tuple[Node, ...]]]:
    """The steps between places where one value alone passes: straight runs, and what several paths lead through."""
    last = {source: at for at, node in enumerate(nodes) for source in node.inputs}
    reach = last.get(network.input, 0)
    cuts = [-1]
    pieces: list[tuple[bool, tuple[Node, ...]]] = []
    for at, node in enumerate(nodes):
        if reach <= at:
            piece = tuple(nodes[cuts[-1] + 1 : at + 1])
            if len(piece) > 1 or not pieces or pieces[-1][0]:
                pieces.append((len(piece) > 1, piece))
            else:
                pieces[-1] = (False, (*pieces[-1][1], *piece))
            cuts.append(at)
        reach = max(reach, last.get(node.name, at))
    return pieces


def _joined(pieces: list[tuple[bool, tuple[Node, ...]]]) -> list[tuple[bool, tuple[Node, ...]]]:
    """Straight steps of the module that a branched piece stands in belong to that piece."""
    branched = [piece for is_branched, piece in pieces if is_branched]
    owners: list[str] = []
    for piece in branched:
        others = [node.name for other in branched if other is not piece for node in other]
        owners.append(_owner([node.name for node in piece], others))
    owner_of = iter(owners)
    found: list[tuple[bool, tuple[Node, ...]]] = []
    names = [next(owner_of) if is_branched else "" for is_branched, _ in pieces]
    for at, (is_branched, piece) in enumerate(pieces):
        if is_branched:
            if found and not found[-1][0]:
                kept, mine = _split(found[-1][1], names[at], from_end=True)
                found[-1:] = [(False, kept)] if kept else []
                piece = (*mine, *piece)
            found.append((True, piece))
        elif at and found[-1][0]:
            rest, mine = _split(piece, names[at - 1], from_end=False)
            found[-1] = (True, (*found[-1][1], *mine))
            if rest:
                found.append((False, rest))
        else:
            found.append((False, piece))
    return found


def _owner(names: list[str], others: list[str]) -> str:
    """The outermost module with these steps and no other branched piece's; empty for none."""
    path = _common(names)
    while path and any(_within(name, path) for name in others):  # shared with others: no module of its own
        return ""
    while (outer := path.rpartition(".")[0]) and not any(_within(name, outer) for name in others):
        path = outer
    return path


def _split(piece: tuple[Node, ...], owner: str, *, from_end: bool) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """(the rest, the steps next to the branched piece that lie in its module)."""
    ordered = piece[::-1] if from_end else piece
    count = next((at for at, node in enumerate(ordered) if not (owner and _within(node.name, owner))), len(piece))
    if from_end:
        return piece[: len(piece) - count], piece[len(piece) - count :]
    return piece[count:], piece[:count]


def _parted(network: OpenedNetwork, piece: tuple[Node, ...]) -> list[tuple[Node, ...]]:
    """A straight piece by its modules, after its pools, and where its maps end."""
    if _is_module(network, piece) and not any("Pool" in node.kind for node in piece):
        return [piece]
    path = _common([node.name for node in piece])
    part = len(path.split(".")) if path else 0
    keys = [_child(node, part) for node in piece]
    large = {key for key, run in groupby(keys) if len([*run]) >= _SMALLEST}
    groups = [[piece[0]]]
    for before, node, old, new in zip(piece, piece[1:], keys, keys[1:], strict=False):
        if _begins(network, before, node) or (old != new and large & {old, new}):
            groups.append([node])
        else:
            groups[-1].append(node)
    return [tuple(group) for group in groups]


def _begins(network: OpenedNetwork, before: Node, node: Node) -> bool:
    """Whether `node` begins a group: after a pool that leaves maps, and where maps become single numbers."""
    was, now = map_shape(network, node.inputs[0] if node.inputs else node.name), map_shape(network, node.name)
    if was[1] * was[2] > 1 and (now[1] * now[2] == 1 or node.kind == "Flatten"):
        return True
    sides = map_shape(network, before.name)
    return "Pool" in before.kind and sides[1] * sides[2] > 1


def _settled(network: OpenedNetwork, groups: list[tuple[Node, ...]]) -> list[tuple[Node, ...]]:
    """Lone pools and pointwise endings go to the group before; all that follows the maps is the head."""
    found: list[tuple[Node, ...]] = []
    for group in groups:
        pool = len(group) == 1 and "Pool" in group[0].kind and not _is_flat(network, group[0])
        if found and (pool or _only_ends(group)):
            found[-1] = (*found[-1], *group)
        else:
            found.append(group)
    head = next((at for at, group in enumerate(found) if all(_is_flat(network, each[-1]) for each in found[at:])), None)
    if head is not None and head < len(found):
        found[head:] = [tuple(node for group in found[head:] for node in group)]
    return found


def _only_ends(group: tuple[Node, ...]) -> bool:
    return not any(word in node.kind for node in group for word in _BEGINNINGS)


def _is_flat(network: OpenedNetwork, node: Node) -> bool:
    """Whether its value has no height and width left."""
    return map_shape(network, node.name)[1:] == (1, 1)


def _block(network: OpenedNetwork, everything: Sequence[Node], nodes: tuple[Node, ...]) -> Block:
    read = [name for node in nodes for name in dict.fromkeys(node.inputs)]
    return Block(_called(nodes, everything), nodes, len(set(read)) < len(read), _shown(network, nodes))


def _shown(network: OpenedNetwork, nodes: tuple[Node, ...]) -> Node:
    """Of steps with maps, the last before pools make them smaller; of a head, the first without height and width."""
    if _is_flat(network, nodes[-1]):
        return next(node for node in nodes if _is_flat(network, node))
    last = len(nodes) - 1
    while last and "Pool" in nodes[last].kind:
        last -= 1
    return nodes[last]


def _lightest_pair(network: OpenedNetwork, chain: Sequence[Block]) -> int | None:
    """Where the two neighbours of one size of map stand that have the fewest steps together, as many maps if any do."""
    pairs = [
        (one.shown.shape != other.shown.shape, len(one.nodes) + len(other.nodes), at)
        for at, (one, other) in enumerate(pairwise(chain))
        if map_shape(network, one.shown.name)[1:] == map_shape(network, other.shown.name)[1:]
    ]
    return min(pairs)[2] if pairs else None


def _is_module(network: OpenedNetwork, piece: tuple[Node, ...]) -> bool:
    """Whether a module holds these steps and no others."""
    path = _common([node.name for node in piece])
    return bool(path) and len(piece) == sum(_within(node.name, path) for node in drawn(network))


def _called(nodes: Sequence[Node], everything: Sequence[Node]) -> str:
    """The outermost module of these steps alone, or the first and the last module that do not go on outside."""
    path = _common([node.name for node in nodes])
    mine = {node.name for node in nodes}
    others = [node.name for node in everything if node.name not in mine]
    if path and not any(_within(name, path) for name in others):
        while (outer := path.rpartition(".")[0]) and not any(_within(name, outer) for name in others):
            path = outer
        return path
    first, last = (_whole(node.name, path, others) for node in (nodes[0], nodes[-1]))
    inside = f"{path}." if path else ""
    return f"{inside}{first}" if first == last else f"{inside}{first}–{last}"


def _whole(name: str, path: str, others: Sequence[str]) -> str:
    """The outermost module of a step below `path` that holds none of `others`, its name without `path`."""
    parts = name.split(".")
    above = len(path.split(".")) if path else 0
    lengths = range(above + 1, len(parts))
    length = next((at for at in lengths if not any(_within(one, ".".join(parts[:at])) for one in others)), len(parts))
    return ".".join(parts[min(above, length - 1) : length])


def _common(names: Sequence[str]) -> str:
    """The deepest module that all these steps stand in; the step itself where it is one."""
    paths = [name.split(".") for name in names]
    shared = []
    for parts in zip(*paths, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return ".".join(shared)


def _child(node: Node, part: int) -> str:
    parts = node.name.split(".")
    return parts[min(part, len(parts) - 1)]


def _within(name: str, path: str) -> bool:
    return name == path or name.startswith(f"{path}.")
