"""Scores: the pooled vector and the classes that follow from it."""

import streamlit as st

from explorer.ui import downloads, frame, gate, scenes, score_choice, sentences
from explorer.ui.components.class_list import class_list
from explorer.ui.components.pooled_strip import pooled_strip

with frame.page("Scores") as place:
    scene = scenes.score_scene(place, gate.network(place))

    frame.opening(sentences.scores_finding(scene.leaders, scene.trained), sentences.scores_reason(scene))
    classes, pooled = st.columns([264, 656], gap="medium")
    with classes:
        st.subheader("Classes", anchor=False)
        chosen = class_list(scene.labels, scene.logits, scene.probabilities, key="classes")
        if (opened := score_choice.number_to_open(scene, chosen)) is not None:
            place.open_number(opened)
            st.switch_page("pages/receipt.py")
    with pooled:
        if scene.pooled is None:
            st.markdown(sentences.NO_POOLED_VECTOR)
        else:
            before = scene.pooled.before
            channel = pooled_strip(scene.pooled.values, scene.pooled.maps, layer=before, key="pooled")
            if channel is not None:
                place.show(place.view.at(before, channel))
            if scene.pooled.is_layer and st.button("Open its maps in Layers", icon=":material/grid_view:"):
                place.open_layer(before)
                st.switch_page("pages/layers.py")
    downloads.scores(scene, place.photo)
