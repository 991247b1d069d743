"""The Lab page in a simulated run: its controls, its files, and what a browser sends."""

from __future__ import annotations

import ast
import dataclasses
import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from explorer.lab.presets import PRESETS
from explorer.ui.lab.view import LabView
from tests.pages.opening import assert_sound, opened, view

pytestmark = pytest.mark.usefixtures("one_memory")


def lab(app: AppTest) -> LabView:
    found: LabView = view(app).lab
    return found


def keyed(widgets: Any, key: str) -> Any:
    return next(widget for widget in widgets if widget.key == key)


def test_an_address_opens_a_setting() -> None:
    app = opened("pages/lab.py", kernels="emboss,outline", moves="2,3,reflect,1", side="64", values="normalised")
    assert app.title[0].value == "Nine numbers decide what a kernel sees."
    assert lab(app).kernels == (PRESETS["emboss"].kernel, PRESETS["outline"].kernel)
    assert app.query_params["moves"] == ["2,3,reflect,1"] or app.query_params["moves"] == "2,3,reflect,1"


def test_a_preset_is_added_up_to_six() -> None:
    app = opened("pages/lab.py")
    keyed(app.selectbox, "lab:preset").set_value("emboss")
    for many in (4, 5, 6, 6):
        keyed(app.button, "lab:add").click().run()
        assert_sound(app)
        assert len(lab(app).kernels) == many
    assert lab(app).kernels[-1] == PRESETS["emboss"].kernel


def test_a_learned_kernel_is_taken_in() -> None:
    app = opened("pages/lab.py")
    opened_network = app.session_state["workspace"].ready()
    if opened_network is None:  # nothing on this page loads it
        app.switch_page("pages/kernels.py").run()
        app = opened("pages/kernels.py")
        app.switch_page("pages/lab.py").run()
    keyed(app.number_input, "lab:learned").set_value(5).run()
    keyed(app.button, "lab:add_learned").click().run()
    assert_sound(app)
    kernel = lab(app).kernels[-1]
    assert (kernel.name, len(kernel.planes), kernel.size) == ("conv1, kernel 5", 3, (3, 3))


def test_a_kernel_file_is_opened_and_a_wrong_one_changes_nothing() -> None:
    app = opened("pages/lab.py")
    mine = json.dumps({"name": "mine", "weights": [[1, 2]], "divisor": 3}).encode()
    app.file_uploader(key="lab:file").set_value(("mine.json", mine, "application/json")).run()
    assert_sound(app)
    assert [kernel.name for kernel in lab(app).kernels] == ["mine"]
    before = lab(app)
    app.file_uploader(key="lab:file").set_value(("odd.json", b'{"weights": [[1], [1, 2]]}', "application/json")).run()
    (error,) = app.error
    assert "odd" in error.value and "Row 2" in error.value
    assert lab(app) == before


def test_the_code_is_python() -> None:
    app = opened("pages/lab.py")
    (code,) = app.code
    assert [node.name for node in ast.parse(code.value).body if isinstance(node, ast.FunctionDef)] == [
        "kernel_a",
        "kernel_b",
        "kernel_c",
    ]


def test_size_and_values() -> None:
    app = opened("pages/lab.py")
    keyed(app.checkbox, "lab:own").uncheck().run()
    keyed(app.number_input, "lab:side").set_value(64).run()
    keyed(app.checkbox, "lab:normalised").check().run()
    assert_sound(app)
    assert (lab(app).size, lab(app).normalised) == (64, True)


def test_what_the_browser_sent_is_kept_and_checked() -> None:
    app = opened("pages/lab.py")
    sent = dataclasses.replace(lab(app), kernels=(PRESETS["laplacian"].kernel,)).state()
    app.session_state["lab:compare:state"] = sent
    assert_sound(app.run())
    assert lab(app).kernels == (PRESETS["laplacian"].kernel,)
    app.session_state["lab:compare:state"] = {"kernels": "x"}
    app.run()
    assert len(app.error) == 1 and "unexpectedly" not in app.error[0].value
    assert lab(app).kernels == (PRESETS["laplacian"].kernel,)
