"""What faders come to while somebody moves them, asked and answered beside Streamlit's runs."""

from __future__ import annotations

import json

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from explorer.errors import ExplorerError, InputError
from explorer.ui.cache import server
from explorer.ui.components import mixing_desk
from explorer.ui.scores import clicks
from explorer.ui.scores.desk import on_the_desk
from explorer.ui.scores.scene import score_scene
from explorer.ui.workspace import Glance

PATH = "answers/desk"
"""Where it is asked, below the app's own address; `mixing_desk/asking.js` has it, too."""

# Bytes of a question: some thousand faders.
_LONGEST = 50_000
# Compressed, an answer would take longer to make than to send.
_AS_IT_IS = {"Content-Encoding": "identity", "Cache-Control": "no-store"}


def route() -> Route:
    """The route for Streamlit's server."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return Route("/".join(["", *filter(None, [base, PATH])]), _respond, methods=["POST"])


async def _respond(request: Request) -> Response:
    asked = bytearray()
    try:
        async for part in request.stream():
            asked += part
            if len(asked) > _LONGEST:
                return Response(f"Expected a question of at most {_LONGEST} bytes.", 413)
        message = await run_in_threadpool(answer, bytes(asked))
    except ExplorerError as refusal:
        return Response(f"{refusal.sentence} {refusal.hint}", 422)
    except ClientDisconnect:
        return Response("The question broke off.", 400)  # nobody is there to read it
    return Response(message, media_type="application/octet-stream", headers=_AS_IT_IS)


def answer(asked: bytes) -> bytes:
    """The desk as `mixing_desk.payload` packs it, for a question in JSON: the key of a visit, and what
    `clicks.moved` takes.

    The visit keeps the faders for its next run. Raises ExplorerError for what only a run can answer: a visit that is
    over, a network that is not loaded, faders that cannot be computed.
    """
    try:
        key, *moves = json.loads(asked)
        view = server().visits.get(str(key))
        if view is None:
            raise InputError("This visit is over.", "Load the page again.")
        place = Glance(str(key), clicks.moved(view, moves), [])
    except (*clicks.UNREADABLE, RecursionError) as error:
        raise InputError("The browser asked for something that is not there.", "Choose again.") from error
    resident = place.ready()
    if resident is None:
        raise InputError("The network is not loaded.", "Load the page again.")
    message = mixing_desk.payload(on_the_desk(place, resident, score_scene(place, resident)))
    server().visits.move(place.key, place.view)
    return message
