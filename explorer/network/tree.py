"""The tree of a network's modules, line by line, as torch prints it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from torch import nn

INDENT = "  "


@dataclass(frozen=True)
class TreeLine:
    """One line: its text, how deep it lies, and the path of its module, empty for the network itself.

    The line that closes a module's list of parts has the path of that module, too.
    """

    text: str
    depth: int
    path: str

    @property
    def indented(self) -> str:
        """The line as it is printed."""
        return INDENT * self.depth + self.text


def module_tree(module: nn.Module) -> tuple[TreeLine, ...]:
    """The lines of `module`, its own first.

    They are those of `print(module)` in the torch of the blog post on every torch: newer ones also say whether a batch
    norm has a bias, and from where to where a network flattens, and print equal parts of a ModuleList as one.
    """
    return tuple(_lines(module, "", "", 0))


def _lines(module: nn.Module, path: str, name: str, depth: int) -> Iterator[TreeLine]:
    label = f"({name}): " if name else ""
    children = module._modules  # as torch prints them: named_children leaves out a module that stands in two places
    if not children:
        first, *more = _text(module).splitlines()
        yield TreeLine(f"{label}{first}", depth, path)
        yield from (TreeLine(line, depth, path) for line in more)
        return
    yield TreeLine(f"{label}{type(module).__name__}(", depth, path)
    yield from (TreeLine(line, depth + 1, path) for line in module.extra_repr().splitlines())
    for child_name, child in children.items():
        child_path = f"{path}.{child_name}" if path else child_name
        if child is None:
            yield TreeLine(f"({child_name}): None", depth + 1, child_path)
        else:
            yield from _lines(child, child_path, child_name, depth + 1)
    yield TreeLine(")", depth, path)


def _text(module: nn.Module) -> str:
    """A module without parts: its type and its settings."""
    if type(module).__repr__ is not nn.Module.__repr__:  # one that prints itself its own way
        return repr(module)
    settings = module.extra_repr()
    if isinstance(module, nn.modules.batchnorm._BatchNorm):
        settings = re.sub(r", bias=\w+", "", settings)
    if isinstance(module, nn.Flatten) and (module.start_dim, module.end_dim) == (1, -1):
        settings = ""
    return f"{type(module).__name__}({settings})"
