"""Kernels: the weights of a convolution as pictures and numbers."""

import streamlit as st

from explorer.ui import downloads, frame, gate, scenes, sentences
from explorer.ui.components.kernel_gallery import kernel_gallery
from explorer.ui.components.map_row import map_row
from explorer.ui.kernel_choice import kernel_choice
from explorer.ui.pressed import pressed

with frame.page("Kernels") as place:
    resident = gate.network(place)
    scene = scenes.kernel_scene(place, resident)
    shape = scene.kernels.shape

    frame.opening(sentences.kernels_finding(shape, scene.is_first), sentences.kernels_reason(shape, scene.is_first))
    order, first_output, first_input = kernel_choice(place, scene)
    chosen = kernel_gallery(
        scene.kernels,
        layer=scene.layer,
        selected=place.view.kernel,
        order=order,
        start_output=first_output,
        start_input=first_input,
        key="gallery",
    )
    if chosen is not None:
        place.update(kernel=chosen)
    kernel = scenes.chosen_kernel(place, scene)
    frame.note(sentences.kernel_map_note(kernel, scene.is_first))
    map_row({f"Map {kernel}": scenes.kernel_map(place, resident, scene)}, photo=scene.seen, key="made")
    if scene.fits_lab and pressed("Take this kernel into the lab", key="kernels:lab", icon=":material/science:"):
        place.take_into_lab(scene.layer, kernel, scene.kernels[kernel])
        st.switch_page("pages/lab.py")
    downloads.kernels(scene)
