"""Joining scripts: each file once, in order, as one module; and every component of the project joins."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from explorer.render.sheet import sheet
from explorer.ui import components
from explorer.ui.components import channel_grid, feature_map
from explorer.ui.components.component import join
from tools.find_node import find_node

HERE = Path(components.__file__).parent
SCRIPTS = sorted(folder / f"{folder.name}.js" for folder in HERE.iterdir() if (folder / f"{folder.name}.js").is_file())


@pytest.fixture
def files(tmp_path: Path):
    def write(**texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / f"{name}.js").write_text(text)
        return tmp_path / "main.js"

    return write


def test_each_import_is_joined_once_and_before_its_users(files) -> None:
    script = files(
        one="export const ONE = 1;\n",
        two='import { ONE } from "./one.js";\nexport function two() {\n  return ONE + ONE;\n}\n',
        main=(
            'import { ONE } from "./one.js";\nimport {\n  two,\n} from "./two.js"; // why\n'
            "export default function () {\n  return ONE + two();\n}\n"
        ),
    )
    text = join(script)
    assert text.count("const ONE = 1;") == 1
    assert text.index("ONE = 1") < text.index("function two") < text.index("export default")
    assert not re.search(r"^import|^export (?!default)", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"one": "const ONE = 1;\n"}, "main.js imports ONE, which one.js does not export"),
        ({}, r"one.js is imported but does not exist"),
        ({"one": "export const ONE = 1;\nconst twice = 2;\n"}, "main.js and one.js both declare twice"),
        ({"one": "export const ONE = 1;\nexport { ONE as two };\n"}, "which cannot be joined"),
        ({"one": 'import * as all from "./two.js";\nexport const ONE = 1;\n'}, "which cannot be joined"),
    ],
)
def test_what_cannot_be_joined(files, texts: dict[str, str], sentence: str) -> None:
    main = 'import { ONE } from "./one.js";\nconst twice = ONE;\nexport default function () {}\n'
    with pytest.raises(ValueError, match=sentence):
        join(files(main=main, **texts))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_every_component_joins_to_one_sound_module(script: Path, tmp_path: Path) -> None:
    joined = tmp_path / "joined.mjs"
    joined.write_text(join(script), encoding="utf-8")
    check = subprocess.run([find_node(), "--check", str(joined)], capture_output=True, text=True)
    assert check.returncode == 0, check.stderr
    assert len(re.findall(r"^export default", joined.read_text(encoding="utf-8"), re.MULTILINE)) == 1
    assert script.with_suffix(".css").is_file()


def test_the_grid_payload_repeats_and_holds_no_selection() -> None:
    made = sheet(np.random.default_rng(3).normal(size=(4, 5, 6)).astype(np.float32))
    bars = np.arange(5)
    assert channel_grid.payload(made, bars, "conv1") == channel_grid.payload(made, bars, "conv1")
    assert b'"channel"' not in channel_grid.payload(made, bars, "conv1")


def test_the_highest_cell_is_one_that_is_finite() -> None:
    values = np.array([[-1, 0], [3, np.nan]], dtype=np.float32)
    assert feature_map.peak(values) == (1, 0)
    assert feature_map.peak(np.full((2, 2), np.nan, dtype=np.float32)) == (0, 0)


@pytest.mark.parametrize(("shape", "limit"), [((2, 2), 3.0), ((1, 1), 24.0)])
def test_a_single_cell_is_coloured_by_its_layer(shape: tuple[int, int], limit: float) -> None:
    message = feature_map.payload(np.full(shape, -3, dtype=np.float32), "conv1", 1, 24.0, True, "kernel", None)
    header = json.loads(message[4 : 4 + int.from_bytes(message[:4], "little")])
    assert (header["limit"], header["signed"], header["caption"]) == (limit, True, "kernel")


def keys() -> None:
    import streamlit as st

    from explorer.ui.components.page_keys import page_keys

    st.text(f"{page_keys()}")


def test_no_key_was_pressed_at_first() -> None:
    app = AppTest.from_function(keys).run()
    assert not app.exception
    assert app.text[0].value == "None"


def grid_and_map() -> None:
    import numpy as np
    import streamlit as st

    from explorer.render.sheet import sheet
    from explorer.ui.components.channel_grid import channel_grid
    from explorer.ui.components.feature_map import feature_map

    activation = np.arange(-24, 24, dtype=np.float32).reshape(3, 4, 4)
    chosen = channel_grid(sheet(activation), np.zeros(5, dtype=int), layer="conv1", key="grid")
    cell = feature_map(
        activation[1], layer="conv1", channel=1, layer_limit=24, signed=True, caption="kernel", pinned=None, key="map"
    )
    st.text(f"{chosen} {cell}")


def test_both_components_mount_and_answer_none_at_first() -> None:
    app = AppTest.from_function(grid_and_map).run()
    assert not app.exception
    assert app.text[0].value == "None None"
