"""Lab: kernels of one's own on this photo, side by side, in a chain, and in the network."""

from explorer.ui import downloads, frame
from explorer.ui.components.kernel_lab import kernel_lab
from explorer.ui.lab import clicks, controls, words
from explorer.ui.lab.scene import lab_scene

with frame.page("Lab") as place:
    clicks.take(place)
    scene = lab_scene(place)

    frame.opening(words.finding(scene.lab), words.reason(scene.lab))
    controls.row(place)
    kernel_lab(scene.pixels, normalised=scene.lab.normalised, state=scene.lab.state(), key=clicks.COMPARE)
    downloads.lab(scene)
