"""Sums, differences, products and quotients of two values, or of a value and a constant."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.explain.account import Account, Question, Source, explains, sum_bound
from explorer.explain.terms import Terms, join
from explorer.network.steps import Operation, Slot


@dataclass(frozen=True, eq=False)
class Operand:
    """One side of an operation: a number, or what stands in an input at the cell asked about."""

    value: float
    source: Source | None
    index: tuple[int, ...]

    def terms(self, weight: float) -> Terms:
        """The operand's term; only for one that comes from a layer."""
        assert self.source is not None
        return self.source.terms(self.index, weight)


@explains("Add", "Subtract", "Sub")
def total(question: Question) -> Account | None:
    """The two sides added, or the second taken away; a constant side is the bias."""
    operands = _operands(question)
    if operands is None:
        return None
    second = 1.0 if question.node.kind == "Add" else -1.0
    second *= float(question.step.kwargs.get("alpha", 1))
    weighted = list(zip(operands, (1.0, second), strict=True))
    parts = join([one.terms(weight) for one, weight in weighted if one.source is not None])
    bias = sum(one.value * weight for one, weight in weighted if one.source is None)
    return Account(parts, bias, sum_bound(parts, bias), _sum_sentence(question, parts))


@explains("Multiply", "Mul")
def product(question: Question) -> Account | None:
    """One number times another. The wider side is the input: the map, not the scale that all its cells share."""
    operands = _operands(question)
    if operands is None or question.step.kwargs:
        return None
    value, factor = sorted(operands, key=_width, reverse=True)
    parts = value.terms(factor.value)
    if factor.source is None:
        return Account(parts, 0.0, sum_bound(parts), "This number is one number times a constant.")
    place = factor.source.place(factor.index)
    sentence = (
        "This number is one number times a scale that training found for its map."
        if not factor.source.batched
        else "This number is one number times another: the second says how much of the first goes on."
    )
    return Account(parts, 0.0, sum_bound(parts), sentence, factor=place)


@explains("Divide", "Div")
def quotient(question: Question) -> Account | None:
    """One number times the inverse of another."""
    operands = _operands(question)
    if operands is None or question.step.kwargs or operands[0].source is None or operands[1].value == 0:
        return None
    value, divisor = operands
    parts = value.terms(1 / divisor.value)
    place = None if divisor.source is None else divisor.source.place(divisor.index)
    return Account(parts, 0.0, sum_bound(parts), "This number is one number divided by another.", factor=place)


@explains("Faders")
def faded(question: Question) -> Account:
    """A number of the map as it was, times the fader of its channel."""
    (source,) = question.inputs
    gains = question.step.gains
    gain = float(gains[tuple(0 if side == 1 else at for at, side in zip(question.index, gains.shape, strict=True))])
    parts = source.terms(question.index, gain)
    return Account(parts, 0.0, sum_bound(parts), "This number is what the layer computed, times the fader of its map.")


def _width(operand: Operand) -> tuple[bool, bool, int]:
    if operand.source is None:
        return (False, False, 0)
    return (True, operand.source.batched, operand.source.value.numel())


def _operands(question: Question) -> tuple[Operand, Operand] | None:
    """The two sides; None where the operation has other arguments than two sides and `alpha`."""
    step = question.step
    if not isinstance(step, Operation) or set(step.kwargs) - {"alpha"} or len(step.args) != 2:
        return None
    first, second = (_operand(argument, question) for argument in step.args)
    return None if first is None or second is None else (first, second)


def _operand(argument: object, question: Question) -> Operand | None:
    if isinstance(argument, int | float):
        return Operand(float(argument), None, ())
    if not isinstance(argument, Slot):
        return None
    source = question.inputs[argument.index]
    index = _broadcast(source, question.index)
    (term,) = source.terms(index, 1.0)
    return Operand(term.input, source, index)


def _broadcast(source: Source, index: tuple[int, ...]) -> tuple[int, ...]:
    """The position in `source` that goes into position `index`: axes are matched from the last, as torch does."""
    sides = source.value.shape
    whole = (0, *index)[-len(sides) :] if sides else ()
    matched = tuple(0 if side == 1 else place for place, side in zip(whole, sides, strict=True))
    return matched[1:] if source.batched else matched


def _sum_sentence(question: Question, parts: Terms) -> str:
    if len(parts) == 1:
        return "This number is one number and a constant."
    if question.node.kind != "Add":
        return "This number is one number less another."
    if all(source.batched for source in question.inputs):
        return "This number is the sum of two branches: what came in, plus what the block found."
    return "This number is one number plus one that training found."
