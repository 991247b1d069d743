"""Catalogue: many photos of products, a batch of them, a network trained on them, and what it learnt."""

import streamlit as st

from explorer.ui import frame
from explorer.ui.catalogue import batch_tab, choice, clicks, data_tab, results_tab, train_tab, words

with frame.page("Catalogue") as place:
    if (elsewhere := clicks.take(place)) is not None:
        st.switch_page(elsewhere)
    heading = st.container()
    catalogue = choice.draw(place)

    if catalogue is None:
        with heading:
            frame.opening(words.NONE_YET, words.LAYOUT)
    else:
        split = choice.split_of(place, catalogue)
        with heading:
            frame.opening(words.finding(catalogue, split), words.reason(split))
        data, batch, train, results = choice.tabs(["Data", "Batch", "Train", "Results"])
        if data.open:
            with data:
                clicks.stands(catalogue, data_tab.WALL, data_tab.draw(place, catalogue, split))
        if batch.open:
            with batch:
                clicks.stands(catalogue, batch_tab.WALL, batch_tab.draw(catalogue, split))
        if train.open:
            with train:
                train_tab.draw(place, catalogue, split)
        if results.open:
            with results:
                results_tab.draw(place, catalogue)
