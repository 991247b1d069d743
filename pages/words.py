"""Words: what the terms on the other pages mean."""

import streamlit as st

from explorer.ui import frame, glossary

with frame.page("Words"):
    frame.opening(glossary.FINDING, glossary.REASON)
    for word in glossary.WORDS:
        st.markdown(f"**{word.name}**  \n{word.meaning}")
