"""First walk: from the photo to the class in a few stops, for those who have never seen inside a network."""

import streamlit as st

from explorer.ui import frame, walk

with frame.page("First walk") as place:
    frame.opening(walk.FINDING, walk.REASON)
    for number, stop in enumerate(walk.STOPS, start=1):
        st.subheader(f"{number}. {stop.title}", anchor=False)
        st.markdown(stop.text)
        if st.button(stop.action, key=f"walk:{number}", icon=":material/arrow_forward:", icon_position="right"):
            walk.go(place, stop)
