"""The Replay page: what the blog post said, what is measured now, and where the two differ, why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from explorer.catalogue.post.replay import replay
from explorer.catalogue.post.statement import Finding
from explorer.render.numbers import count

_HIDDEN = '<span class="hidden">Equal</span>'
POST = "CNNs - How it all goes together"
HEADINGS = ("Line", "The post said", _HIDDEN, "Measured")

# A table of its own: Streamlit's cut long texts off or run out of a narrow window.
_CSS = """
.replay { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 20px; }
.replay { --grey: color-mix(in srgb, currentColor 68%, transparent); }
.replay th { text-align: left; font-weight: 400; }
.replay th, .replay td { padding: 8px 16px 8px 0; vertical-align: top; border: 0; }
.replay tr { border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent); }
.replay td { overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.replay td:nth-child(1) { width: 72px; white-space: nowrap; }
.replay td:nth-child(2) { width: 46%; }
.replay td:nth-child(3) { width: 24px; padding-right: 8px; }
.replay th, .replay td:nth-child(1), .replay .quote, .replay .why { color: var(--grey); }
.replay .code { font-family: "Source Code Pro", monospace; font-size: 13px; }
.replay .why { display: block; margin-top: 4px; }
.replay .hidden { position: absolute; clip-path: inset(50%); }
@media (max-width: 640px) {
  .replay thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .replay tr { display: grid; grid-template-columns: 1.4em 1fr; padding: 8px 0; }
  .replay td:nth-child(n) { border: 0; padding: 2px 0; width: auto; }
  .replay td:nth-child(-n + 2) { grid-column: 1 / -1; }
}
"""


@st.cache_resource(show_spinner="Each statement of the post is being measured.")
def measured() -> tuple[Finding, ...]:
    """The findings, measured once for all visitors."""
    return replay()


def finding(findings: Sequence[Finding]) -> str:
    """The page's title."""
    held = sum(each.equal for each in findings)
    return f"{count(held)} of {count(len(findings))} statements of the post hold."


def reason(findings: Sequence[Finding]) -> str:
    """The line below the title."""
    odd = [each.statement.lines for each in findings if not each.expected]
    if odd:
        return f"Line {', '.join(odd)}: what was measured is not what it should be. This is a bug."
    return (
        f"“{POST}”, line by line: each statement was measured just now, on its network with random weights."
        " Where it is mistaken, the reason is given."
    )


def draw(findings: Sequence[Finding]) -> None:
    """The table, what does not hold on top."""
    ordered = [each for equal in (False, True) for each in findings if each.equal == equal]
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join(map(_row, ordered))
    st.html(f'<style>{_CSS}</style><table class="replay"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>')


def _row(each: Finding) -> str:
    statement = each.statement
    why = "" if each.equal else f'<span class="why">{escape(statement.mistaken)}</span>'
    mark, name = ("✓", "equal") if each.equal else ("≠", "not equal")
    return (
        f"<tr><td>{statement.lines}</td><td>{_said(each)}</td>"
        f'<td><span role="img" aria-label="{name}">{mark}</span></td>'
        f"<td>{_as_written(each, each.measured)}{why}</td></tr>"
    )


def _said(each: Finding) -> str:
    """The quote, and what it says in numbers where that is not the quote itself."""
    quote, said = each.statement.quote, each.statement.said
    if quote == said:
        return _as_written(each, said)
    return f'<span class="quote">“{escape(" ".join(quote.split()))}”</span><br>{escape(said)}'


def _as_written(each: Finding, text: str) -> str:
    """Text in the face of code where the post's statement is something that was printed."""
    printed = each.statement.quote == each.statement.said
    return f'<span class="code">{escape(text)}</span>' if printed else escape(text)
