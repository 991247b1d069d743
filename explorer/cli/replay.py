"""`replay`: the blog post's statements against what is measured now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from explorer.catalogue.post.replay import check, replay
from explorer.catalogue.post.statement import Finding
from explorer.cli.arguments import Options
from explorer.cli.columns import aligned
from explorer.cli.json_lines import json_line
from explorer.render.numbers import count

LONGEST = 60
"""Characters of a quote that are printed."""


def run(options: Options) -> Iterator[str]:
    """The findings in the format asked for. Raises ReplayError behind them where one is not as it should be."""
    findings = replay()
    if options.format == "json":
        yield from map(_json, findings)
    else:
        yield _text(findings)
    check(findings)


def _json(finding: Finding) -> str:
    statement = finding.statement
    return json_line(
        {
            "lines": [statement.line, statement.last],
            "quote": statement.quote,
            "said": statement.said,
            "measured": finding.measured,
            "equal": finding.equal,
            "mistaken": statement.mistaken or None,
        }
    )


def _text(findings: Sequence[Finding]) -> str:
    rows = [(each.statement.lines, "=" if each.equal else "≠", _says(each), each.measured) for each in findings]
    reasons = [(f"line {each.statement.lines}:", each.statement.mistaken) for each in findings if not each.equal]
    held = sum(finding.equal for finding in findings)
    return (
        f"{aligned([('line', '', 'the post says', 'measured'), *rows], right={0})}\n"
        f"{aligned(reasons)}\n{count(held)} of {count(len(findings))} statements of the post hold.\n"
    )


def _says(finding: Finding) -> str:
    """The quote, shortened, and what it says where that is not the quote itself."""
    quote, said = " ".join(finding.statement.quote.split()), finding.statement.said
    if quote == said:
        return said
    short = quote if len(quote) <= LONGEST else f"{quote[: LONGEST - 1]}…"
    return f"“{short}”: {said}"
