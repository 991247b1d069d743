"""The stops of the first walk: each opens a page at the right place."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from explorer.network.capture import pooled_layer
from explorer.network.kernels import convolutions
from explorer.ui.workspace import Workspace

FINDING = "Six stops lead from the photo to its class."
REASON = (
    "Ten minutes, and nothing to know beforehand. Each stop opens a page at the right place;"
    " First walk in the navigation brings you back here."
)


@dataclass(frozen=True)
class Stop:
    """One stop: a title, what to see there, and the page that its button opens, at `layer` where one is named.

    `layer` "first" is the network's first convolution and "last" the one before the pool.
    """

    title: str
    text: str
    action: str
    page: str
    layer: str = ""


STOPS: tuple[Stop, ...] = (
    Stop(
        "A photo is a block of numbers",
        "Each pixel has three numbers from 0 to 255: how much red, green and blue. The network wants a square of fixed"
        " size and numbers around zero, so the photo is resized, cropped and normalised. Point at a pixel of the photo"
        " and follow its three numbers through all steps.",
        "Open the photo",
        "pages/photo.py",
    ),
    Stop(
        "A kernel is a small block of weights",
        "A kernel slides over the photo. At each place it multiplies the numbers below it by its own weights and adds"
        " everything up: one number. Choose a kernel and read its weights; orange ones count for, blue ones against.",
        "Open the first kernels",
        "pages/kernels.py",
        "first",
    ),
    Stop(
        "Each kernel makes one map",
        "The sums of one kernel, laid out where they were made, are a map, also called a channel. Where the photo looks"
        " like the kernel, the map is orange. Compare the map of channel 5 with kernel 5.",
        "Open the first maps",
        "pages/layers.py",
        "first",
    ),
    Stop(
        "Maps shrink and multiply",
        "The next layer’s kernels look at these maps instead of the photo, and so on. With a stride of 2 a kernel jumps"
        " two cells at a time: height and width halve, while the number of kernels doubles. The table shows it layer"
        " by layer.",
        "Open the shapes",
        "pages/shapes.py",
    ),
    Stop(
        "Late maps answer large questions",
        "A cell of a late map has seen most of the photo. Its maps are small, and there are many: each says where"
        " something that the network has learned to look for is found.",
        "Open the last maps",
        "pages/layers.py",
        "last",
    ),
    Stop(
        "Averages become scores",
        "Average pooling turns each of the last maps into one number, its mean. In ResNet50 each class multiplies these"
        " numbers by weights of its own and adds up: the class with the largest sum, the logit, wins. Softmax turns the"
        " logits into probabilities.",
        "Open the scores",
        "pages/scores.py",
    ),
)


def go(place: Workspace, stop: Stop) -> None:
    """Open the page of `stop`, at its layer."""
    if stop.layer:
        network = place.blank_network()
        first, pooled = convolutions(network)[0], pooled_layer(network)
        last = network.node(pooled).inputs[0] if pooled else convolutions(network)[-1]
        place.show(place.view.at(first if stop.layer == "first" else last))
    st.switch_page(stop.page)
