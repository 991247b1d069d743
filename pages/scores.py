"""Scores: the classes, and the sum over the last maps that makes the score of one of them."""

import streamlit as st

from explorer.ui import downloads, frame, gate
from explorer.ui.components.class_list import class_list
from explorer.ui.components.class_map import class_map
from explorer.ui.components.score_sum import score_sum
from explorer.ui.components.softmax_terms import softmax_terms
from explorer.ui.scores import clicks, controls, words
from explorer.ui.scores.comparison import comparison
from explorer.ui.scores.desk import desk, heard

with frame.page("Scores") as place:

    def draw() -> None:
        """All of the page. While faders move, the desk tells the parts in the browser what they come to."""
        resident = gate.network(place)
        if (elsewhere := clicks.take(place)) is not None:
            st.switch_page(elsewhere)
        scene = heard(place, resident)

        frame.opening(words.finding(scene), words.reason(scene))
        classes, sums = st.columns([264, 656], gap="medium")
        with classes:
            st.markdown("**Classes**")
            class_list(scene, key=clicks.CLASSES)
            controls.alone_or_against(place, scene)
            class_map(scene, key="scores:map")
            if (opened := controls.number_to_open(scene)) is not None:
                place.open_number(opened)
                st.switch_page("pages/receipt.py")
        with sums:
            score_sum(scene, key=clicks.SUM)
            desk(place, resident, scene)
            with st.expander("Softmax: from scores to probabilities"):
                softmax_terms(scene, key="scores:softmax")
        comparison(place, resident, scene)
        downloads.scores(scene, place.photo)

    frame.answers_alone(place, draw)
