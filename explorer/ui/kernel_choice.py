"""The row above the kernels: which convolution, and which part of a large one."""

from __future__ import annotations

import streamlit as st

from explorer.ui.components.kernel_gallery import WINDOW
from explorer.ui.scenes import KernelScene
from explorer.ui.workspace import Workspace

SORTS = {"number": "their number", "norm": "norm", "mean": "mean", "zeros": "share of zeros"}


def kernel_choice(place: Workspace, scene: KernelScene) -> tuple[list[int], int, int]:
    """Draw the choice; returns the outputs in the order in which they shall stand, and where the shown window begins:
    (order, first output, first input)."""

    def choose() -> None:
        if (chosen := st.session_state["kernels:layer"]) in scene.names:
            place.show(place.view.at(chosen))

    st.session_state["kernels:layer"] = scene.layer
    with st.container(horizontal=True):
        st.selectbox("Convolution, type to find", scene.names, key="kernels:layer", on_change=choose, width=460)
        by = st.selectbox("Sorted by", list(SORTS), format_func=SORTS.__getitem__, key="kernels:sort", width=200)
    order = scene.order(by)
    if scene.fits:
        return order, 0, 0
    outputs, inputs, _ = st.columns([1, 1, 2])
    return (
        order,
        _window(outputs, "Outputs", scene, 0),
        _window(inputs, "Inputs", scene, 1),
    )


def _window(column: st.delta_generator.DeltaGenerator, label: str, scene: KernelScene, axis: int) -> int:
    starts = scene.starts(axis, WINDOW)
    if len(starts) == 1:
        return 0
    chosen: int = column.selectbox(
        label,
        starts,
        format_func=lambda start: scene.span(axis, start, WINDOW),
        key=f"kernels:{scene.layer}:{label}",
    )
    return chosen
