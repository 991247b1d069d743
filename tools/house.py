"""The rules of the house that no linter knows: each function takes the project's folder and returns faults.

A fault is one sentence that starts with the path of the file; an empty list means that the rule is kept.
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

# Who may import whom inside explorer/: ARCHITECTURE.md says why. None means everything.
COMPUTE = ("errors", "image", "network", "explain", "lab")
MAY_IMPORT: dict[str, tuple[str, ...] | None] = {
    "errors": (),
    "settings": ("errors",),
    "image": ("errors",),
    "network": ("errors", "image"),
    "explain": ("errors", "image", "network"),
    "lab": ("errors", "image", "network"),
    "catalogue": COMPUTE,
    "render": ("errors",),
    "ui": None,
    "cli": None,
    "__main__": ("cli",),
}
# Libraries that only some may import: where each is forbidden.
ARITHMETIC = ("torch", "torchvision", "numpy")
TORCH = ("torch", "torchvision")
STREAMLIT_FOLDERS = ("explorer/ui/", "pages/", "tests/", "benchmarks/")

LONGEST = 300
LARGEST = 2_000_000
VAGUE = ("util", "helper", "manager", "misc", "common")


def files(root: Path) -> list[Path]:
    """The project's files, relative to `root`: git's where it is a checkout, else all that nothing made."""
    asked = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard", "."],
        capture_output=True,
    )
    if asked.returncode == 0 and (root / ".git").exists():
        names = [Path(name) for name in asked.stdout.decode().split("\0") if name]
    else:
        names = [path.relative_to(root) for path in root.rglob("*")]
    made = re.compile(r"\.venv|\.git|__pycache__|\..*_cache|\.hypothesis|test-results")
    return sorted(
        name for name in names if (root / name).is_file() and not any(made.fullmatch(part) for part in name.parts)
    )


def import_faults(root: Path) -> list[str]:
    """Imports that the plan of the house forbids."""
    faults = []
    for file in files(root):
        if file.suffix != ".py":
            continue
        for imported in sorted(set(_imports(root, file))):
            faults += [f"{file} imports {imported}: {reason}" for reason in _objections(file, imported)]
    return faults


def _imports(root: Path, file: Path) -> Iterator[str]:
    """Dotted names of what a file imports, relative imports resolved. `from a import b` gives `a.b`."""
    for node in ast.walk(ast.parse((root / file).read_text(), str(file))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = ".".join(file.parent.parts[: len(file.parent.parts) - node.level + 1])
            base = ".".join(filter(None, [package if node.level else "", node.module]))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _objections(file: Path, imported: str) -> Iterator[str]:
    library, room = imported.split(".")[0], _room(file)
    if library == "streamlit" and file != Path("app.py") and not file.as_posix().startswith(STREAMLIT_FOLDERS):
        yield "streamlit belongs into explorer/ui, pages and app.py"
    if library in TORCH and room == "render":
        yield "render draws arrays and never knows torch"
    if library in ARITHMETIC and file.parts[0] == "pages":
        yield "pages show and do not compute"
    if library != "explorer" or room is None:
        return
    if room not in MAY_IMPORT:
        yield f"explorer/{room} has no place in MAY_IMPORT of tools/house.py"
        return
    target, allowed = imported.split(".")[1], MAY_IMPORT[room]
    if allowed is not None and target in MAY_IMPORT and target not in (room, *allowed):
        yield f"{room} may import {', '.join(allowed) or 'nothing of explorer'}"


def _room(file: Path) -> str | None:
    """The part of explorer/ that a file belongs to: its folder, or its own name."""
    if file.parts[0] != "explorer" or file == Path("explorer/__init__.py"):
        return None
    return Path(file.parts[1]).stem


def length_faults(root: Path) -> list[str]:
    """Python and JavaScript files that are too long to be read at once."""
    faults = []
    for file in files(root):
        if file.suffix in (".py", ".js"):
            lines = len((root / file).read_text().splitlines())
            if lines > LONGEST:
                faults.append(f"{file} has {lines} lines; {LONGEST} are the most: give a part a file and a name")
    return faults


def name_faults(root: Path) -> list[str]:
    """File and folder names that say nothing, so that everything lands in them."""
    return [
        f"{file} is named “{word}”: say what it does"
        for file in files(root)
        for word in VAGUE
        if word in file.as_posix().lower()
    ]


def size_faults(root: Path) -> list[str]:
    """Large files: they stay in every clone for good. Weights made for the project may lie in assets/."""
    return [
        f"{file} has {size:,} bytes; {LARGEST:,} are the most"
        for file in files(root)
        if (size := (root / file).stat().st_size) > LARGEST
        and not (file.parts[0] == "assets" and file.suffix == ".safetensors")
    ]


def error_faults(root: Path) -> list[str]:
    """Differences between the tree drawn in explorer/errors.py and the errors that explorer/ defines."""
    path = Path("explorer/errors.py")
    module = ast.parse((root / path).read_text())
    drawn = _drawn(ast.get_docstring(module) or "")
    defined = _parents(module, {"ExplorerError"})
    faults = [
        f"{path}: {name} is not drawn under {parent} in the tree"
        for name, parent in defined.items()
        if drawn.get(name) != parent
    ]
    faults += [f"{path}: {name} is drawn but not defined" for name in drawn if name not in defined]
    for file in files(root):
        if file.parts[0] == "explorer" and file.suffix == ".py" and file != path:
            elsewhere = _parents(ast.parse((root / file).read_text()), {"ExplorerError", *defined})
            faults += [f"{file}: {name} belongs into explorer/errors.py" for name in elsewhere]
    return faults


def _parents(module: ast.Module, known: set[str]) -> dict[str, str]:
    """Classes of a module that descend from the known ones, with the parent of each."""
    parents: dict[str, str] = {}
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base).split(".")[-1] for base in node.bases]
            parents.update((node.name, base) for base in bases if base in known or base in parents)
    return parents


def _drawn(docstring: str) -> dict[str, str]:
    """The tree as drawn: each name under the root with its parent."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for indent, name in re.findall(r"^([\s│├└─]*)([A-Z]\w+)(?:  .*)?$", docstring, re.MULTILINE):
        column = len(indent.split("\n")[-1])
        above = [(other, parent) for other, parent in above if other < column]
        if above:
            parents[name] = above[-1][1]
        if above or name == "ExplorerError":
            above.append((column, name))
    return parents
