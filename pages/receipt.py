"""Receipt: what one number is made of, and the way from it to the photo."""

import streamlit as st

from explorer.ui import downloads, frame, gate, receipt_clicks, receipt_scene, receipt_sentences
from explorer.ui.components.receipt_parts import receipt_parts
from explorer.ui.components.receipt_slip import receipt_slip
from explorer.ui.components.receipt_strip import receipt_strip
from explorer.ui.components.way_trail import way_trail

with frame.page("Receipt") as place:
    resident = gate.network(place)
    receipt_clicks.take(place)
    scene = receipt_scene.receipt_scene(place, resident)

    way_trail(receipt_sentences.trail(scene), key=receipt_clicks.WAY)
    frame.opening(receipt_sentences.finding(scene), receipt_sentences.reason(scene))
    receipt_strip(scene, key=receipt_clicks.STRIP)
    parts, slip = st.columns([596, 332], gap="medium")
    with parts:
        receipt_parts(scene, key=receipt_clicks.PARTS)
    with slip:
        receipt_slip(scene, key=receipt_clicks.SLIP)
        downloads.receipt(scene, place.photo)
