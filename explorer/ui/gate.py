"""What a page shows while the network is not ready: how far it has come, or why it failed and what to do."""

from __future__ import annotations

import streamlit as st

from explorer.errors import DownloadError, ExplorerError
from explorer.network.registry import EMBEDDED
from explorer.network.shelf import Loading, Resident
from explorer.render.numbers import byte_count
from explorer.ui import cache
from explorer.ui.cache import NetworkKey, server
from explorer.ui.choices import model_title
from explorer.ui.frame import note, say
from explorer.ui.sidebar import checkpoint_upload
from explorer.ui.workspace import Workspace

# Cached weights are read in less; a shorter wait would flash a progress bar.
_PATIENCE = 0.4


def network(place: Workspace) -> Resident:
    """The network that is looked at. Where it is not ready, the page ends here with a sentence and choices."""
    loading = cache.loading(place.network_key)
    loading.done.wait(_PATIENCE)
    if loading.resident is not None:
        return loading.resident
    if loading.error is not None:
        _failed(place, loading.error)
    else:
        _watch(place, loading)
    st.stop()


def _watch(place: Workspace, loading: Loading[NetworkKey]) -> None:
    title = model_title(place.view.model)

    @st.fragment(run_every=0.4)
    def progress() -> None:
        if loading.done.is_set():
            st.rerun()
        if loading.total:
            share = min(loading.received / loading.total, 1.0)
            so_far = f"{byte_count(loading.received)} of {byte_count(loading.total)}"
            st.progress(share, f"Fetching the weights of {title}: {so_far}. They are kept for the next time.")
        else:
            st.progress(0.0, f"Preparing {title}.")

    progress()
    note("The Photo, Shapes and Words pages work meanwhile.")


def _failed(place: Workspace, error: ExplorerError) -> None:
    say(error)
    if isinstance(error, DownloadError):
        _offer_embedded(place)
    again, untrained, _ = st.columns([1, 1, 2])
    if again.button("Try again", width="stretch"):
        server().shelf.forget(place.network_key)
        st.rerun()
    if untrained.button("Go on untrained", width="stretch"):
        place.update(weights="untrained")
        st.rerun()
    note("Untrained, the maps are computed by random kernels: the arithmetic is the same, class scores mean nothing.")
    with st.expander("Open a checkpoint file"):
        checkpoint_upload(place, "gate")


def _offer_embedded(place: Workspace) -> None:
    """Offer the network that needs no download, first of all."""
    title = model_title(EMBEDDED)
    if st.button(f"Show {title}", type="primary"):
        place.show(place.view.with_network(EMBEDDED, "default"))
        st.rerun()
    note(
        "Its weights come with Convscope. It was trained on rendered products, those of the built-in photos among them."
    )
