"""Lab: kernels of one's own on this photo, side by side, in a chain, and in the network."""

from explorer.ui import downloads, frame, gate
from explorer.ui.components.kernel_chain import kernel_chain
from explorer.ui.components.kernel_lab import kernel_lab
from explorer.ui.lab import clicks, controls, graft_tab, words
from explorer.ui.lab.scene import lab_scene

with frame.page("Lab") as place:
    clicks.take(place)
    scene = lab_scene(place)
    lab = scene.lab

    frame.opening(words.finding(lab), words.reason(lab))
    controls.row(place)
    if lab.tab == "graft":
        graft_tab.draw(place, gate.network(place))
    elif lab.tab == "chain":
        state = lab.state()
        kernel_chain(scene.pixels, normalised=lab.normalised, state=state, chain=lab.chain, key=clicks.CHAIN)
        downloads.chain(scene)
    else:
        kernel_lab(scene.pixels, normalised=lab.normalised, state=lab.state(), key=clicks.COMPARE)
        downloads.lab(scene)
