"""A statement of the blog post, and what was measured for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.catalogue.post.workbench import Workbench

Measure = Callable[[Workbench], str]


@dataclass(frozen=True)
class Statement:
    """What the post says at a line of it, counted from 1, and how that is measured.

    `quote` is the post's own text, over several lines where it has line breaks; `said` is what it says in the words
    and numbers that `measure` gives, too. `mistaken` is why the post is wrong, "" where the statement should hold.
    """

    line: int
    quote: str
    said: str
    measure: Measure
    mistaken: str = ""

    @property
    def last(self) -> int:
        """The last line of the quote."""
        return self.line + self.quote.count("\n")

    @property
    def lines(self) -> str:
        """Where it stands, for people: "63" or "228–231"."""
        return str(self.line) if self.last == self.line else f"{self.line}–{self.last}"


@dataclass(frozen=True)
class Finding:
    """A statement and what was measured for it just now."""

    statement: Statement
    measured: str

    @property
    def equal(self) -> bool:
        """Whether what was measured is what the post says."""
        return self.measured == self.statement.said

    @property
    def expected(self) -> bool:
        """Whether the statement holds, or fails for the reason that is given."""
        return self.equal == (self.statement.mistaken == "")
