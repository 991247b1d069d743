"""Joins a component's files and registers it with Streamlit.

Streamlit takes the script of a component as one text, and node tests the same files as plain ES modules with
`import { x } from "../shared/numbers.js"`. So the joining happens here, when the server starts, and there
is no build step.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

_IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"([^"]+)";[^\n]*\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?!default\b)(?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)
_DECLARED = re.compile(r"^(?:async )?(?:function\*?|const|let|class) (\w+)", re.MULTILINE)
_OTHER_IMPORT = re.compile(r"^\s*import\b[^\n]*|^export (?!default\b)[^\n]*", re.MULTILINE)


@functools.cache
def load(folder: Path, name: str) -> ComponentRenderer:
    """The component `name` in its folder, registered once a process.

    Reads `folder/name.js`, whose default export is called with `{data, parentElement, setTriggerValue, ...}`
    and returns its cleanup, and `folder/name.css`. Raises FileNotFoundError if one is missing, ValueError if the
    script imports something that is not there.
    """
    css = (folder / f"{name}.css").read_text(encoding="utf-8")
    return st.components.v2.component(f"convscope.{name}", js=join(folder / f"{name}.js"), css=css)


def trigger(component: ComponentRenderer, name: str, *, key: str, data: bytes | None = None) -> Any:
    """Mounts `component` and returns what it has sent as the trigger `name` since the last run, None if nothing."""
    mounted(component, name, key=key, data=data)
    return sent(key, name)


def mounted(component: ComponentRenderer, *names: str, key: str, data: bytes | None = None) -> None:
    """Mounts `component`; what it sends as one of the triggers `names` waits for `sent` in the next run.

    Streamlit forgets a trigger when the run that it started is broken off by the next event before it comes to the
    component: an arrow key's, and a click's right after it. Callbacks run before anything can break off, so what was
    sent waits in the session until a run takes it.
    """

    def keep(name: str) -> None:
        st.session_state[_slot(key, name)] = st.session_state[key][name]

    listeners: dict[str, Any] = {f"on_{name}_change": functools.partial(keep, name) for name in names}
    component(key=key, data=data, **listeners)


def sent(key: str, name: str) -> Any:
    """Takes what the component with this key has sent as the trigger `name`, None if nothing.

    A page that draws anything else after a click asks before it draws, and so needs one run instead of two.
    """
    return st.session_state.pop(_slot(key, name), None)


def _slot(key: str, name: str) -> str:
    return f"{key}:{name}"


def join(script: Path) -> str:
    """The text of a script after the text of everything that it imports, each file once, as one module.

    Raises ValueError when an imported name is not exported by its file, when two files declare the same
    name at their top level, and for import and export forms other than `import { a, b } from "file";` and
    `export function`, `export const`, `export class`.
    """
    parts: dict[Path, str] = {}
    _collect(script.resolve(), parts)
    owners: dict[str, Path] = {}
    for path, text in parts.items():
        for declared in _DECLARED.findall(text):
            if declared in owners:
                raise ValueError(f"{path.name} and {owners[declared].name} both declare {declared}; rename one.")
            owners[declared] = path
    return "\n".join(parts.values())


def _collect(path: Path, parts: dict[Path, str]) -> None:
    """Appends the imports of `path`, then `path` itself, each as plain text without import and export words."""
    if path in parts:
        return
    if not path.is_file():
        raise ValueError(f"{path.name} is imported but does not exist in {path.parent.name}/.")
    source = path.read_text(encoding="utf-8")
    for names, target in _IMPORT.findall(source):
        imported = (path.parent / target).resolve()
        _collect(imported, parts)
        exported = set(_EXPORTED.findall(imported.read_text(encoding="utf-8")))
        for wanted in filter(None, (word.strip() for word in names.split(","))):
            if wanted not in exported:
                raise ValueError(f"{path.name} imports {wanted}, which {imported.name} does not export.")
    text = _EXPORT.sub("", _IMPORT.sub("", source))
    if rest := _OTHER_IMPORT.search(text):
        raise ValueError(f"{path.name} has the line “{rest.group().strip()}”, which cannot be joined.")
    parts[path] = text
