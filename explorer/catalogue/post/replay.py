"""The blog post, replayed: each of its statements as it stands there, and what is measured for it now."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.catalogue.post import data, kernels, network
from explorer.catalogue.post.statement import Finding, Statement
from explorer.catalogue.post.workbench import Workbench
from explorer.errors import ReplayError

STATEMENTS: tuple[Statement, ...] = tuple(
    sorted(
        (*data.STATEMENTS, *network.STATEMENTS, *kernels.STATEMENTS),
        key=lambda statement: statement.line,
    )
)
"""In the post's order."""


def replay(statements: Sequence[Statement] = STATEMENTS) -> tuple[Finding, ...]:
    """Measures each of `statements` anew. Needs no weights, network or photo."""
    bench = Workbench()
    return tuple(Finding(statement, statement.measure(bench)) for statement in statements)


def check(findings: Sequence[Finding]) -> None:
    """Raises ReplayError where a statement that should hold does not, or one that is mistaken does."""
    wrong = [finding for finding in findings if not finding.expected]
    if wrong:
        told = "; ".join(f"line {each.statement.lines}: “{each.statement.said}”, {each.measured}" for each in wrong)
        raise ReplayError(f"What was measured is not what it should be: {told}.", "This is a bug.")
