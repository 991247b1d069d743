"""Shapes: every layer with its sizes and parameters. Needs no photo and no weights."""

import streamlit as st

from explorer.ui import downloads, frame, sentences, tables

with frame.page("Shapes") as place:
    heading = st.container()
    table = tables.choose(place)

    with heading:
        frame.opening(sentences.shapes_finding(table.totals), sentences.shapes_reason(table.stops))
    tables.draw_shrinking(table)
    chosen = tables.draw(table)
    downloads.shapes(table)
    if chosen is not None:
        place.open_layer(chosen)
        st.switch_page("pages/layers.py")
