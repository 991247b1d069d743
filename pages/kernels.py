"""Kernels: the weights of a convolution as pictures and numbers."""

from explorer.ui import downloads, frame, gate, scenes, sentences
from explorer.ui.components.kernel_gallery import kernel_gallery
from explorer.ui.kernel_choice import kernel_choice

with frame.page("Kernels") as place:
    scene = scenes.kernel_scene(place, gate.network(place))
    shape = scene.kernels.shape

    frame.opening(sentences.kernels_finding(shape, scene.is_first), sentences.kernels_reason(shape, scene.is_first))
    first_output, first_input = kernel_choice(place, scene)
    chosen = kernel_gallery(
        scene.kernels,
        layer=scene.layer,
        selected=place.view.kernel,
        start_output=first_output,
        start_input=first_input,
        key="gallery",
    )
    if chosen is not None:
        place.update(kernel=chosen)
    downloads.kernels(scene)
