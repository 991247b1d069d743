"""Layers: all channels of one layer, and one of them enlarged."""

import streamlit as st

from explorer.ui import downloads, frame, gate, layer_comparison, scenes, sentences
from explorer.ui.components.channel_grid import channel_grid
from explorer.ui.components.feature_map import feature_map
from explorer.ui.components.photo_field import photo_field
from explorer.ui.layer_choice import layer_choice
from explorer.ui.pressed import pressed

with frame.page("Layers") as place:
    resident = gate.network(place)
    layer_comparison.take(place)
    scene = scenes.layer_scene(place, resident)

    frame.opening(sentences.layer_finding(scene.shape), sentences.layer_reason(scene.layer))
    layer_choice(place, scene)
    frame.note(sentences.layer_facts(scene.layer, scene.shape, scene.channels_in))

    with st.container(key="enlarged_first"):
        grid, enlarged = st.columns([568, 368], gap="medium")
    with grid:
        chosen = channel_grid(scene.sheet, scene.bars, layer=scene.layer.name, key="grid")
    if chosen is not None and chosen != scene.channel:
        place.show(place.view.at(scene.layer.name, chosen, scene.pinned))
        scene = scenes.layer_scene(place, resident)
    with enlarged:
        cell = feature_map(
            scene.enlarged,
            layer=scene.layer.name,
            channel=scene.channel,
            layer_limit=scene.limit,
            signed=scene.sheet.signed,
            caption=scene.kernel_caption,
            pinned=scene.pinned,
            key="map",
        )
        if cell is not None:
            place.pin(cell)
            scene = scenes.layer_scene(place, resident)
        photo_field(scene.seen, scene.fields, layer=scene.layer.name, key="photo")
        if pressed("Open its receipt", key="layers:receipt", icon=":material/receipt_long:"):
            place.open_number(scene.number)
            st.switch_page("pages/receipt.py")
        downloads.layer(scene, place.photo)
    layer_comparison.comparison(place, resident, scene)
