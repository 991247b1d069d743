"""Scores: the pooled vector and the classes that follow from it."""

import streamlit as st

from explorer.ui import downloads, frame, gate, scenes, sentences
from explorer.ui.components.class_list import class_list
from explorer.ui.components.pooled_strip import pooled_strip

with frame.page("Scores") as place:
    scene = scenes.score_scene(place, gate.network(place))

    frame.opening(sentences.scores_finding(scene.leaders, scene.trained), sentences.scores_reason(scene))
    classes, pooled = st.columns([264, 656], gap="medium")
    with classes:
        st.subheader("Classes", anchor=False)
        class_list(scene.labels, scene.logits, scene.probabilities, key="classes")
    with pooled:
        if scene.pooled is None:
            st.markdown(sentences.NO_POOLED_VECTOR)
        else:
            channel = pooled_strip(scene.pooled.values, scene.pooled.maps, layer=scene.pooled.before, key="pooled")
            if channel is not None:
                place.update(layer=scene.pooled.before, channel=channel)
            st.page_link("pages/layers.py", label="Open its maps in Layers", icon=":material/grid_view:")
    downloads.scores(scene, place.photo)
