"""Functions, arithmetic, norms, moves and linear layers on 4 x 4 inputs, worked out on paper."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch
from one_step import INPUT, Doing, adds_up, captured, inputs, last_of, opened, weights
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.ops import StochasticDepth

from explorer.explain.account import EXPLANATIONS
from explorer.explain.receipt import Place, Receipt, Stage, receipt

# −2 to 5.5 in the first map.
SIGNED = INPUT / 2 - 2


@pytest.mark.parametrize(
    ("step", "cell", "value", "weight", "bias"),
    [
        (nn.ReLU(), (0, 0), 0, 0, 0),
        (nn.ReLU(), (3, 3), 5.5, 1, 0),
        (nn.ReLU6(), (3, 3), 5.5, 1, 0),
        (nn.LeakyReLU(0.25), (0, 0), -0.5, 0.25, 0),
        (nn.Hardtanh(), (0, 0), -1, 0.5, 0),
        (nn.Sigmoid(), (0, 0), 1 / (1 + math.e**2), (1 / (1 + math.e**2) - 0.5) / -2, 0.5),
        (nn.SiLU(), (0, 0), -2 / (1 + math.e**2), 1 / (1 + math.e**2), 0),
        (nn.Hardswish(), (0, 0), -2 * (1 / 6), 1 / 6, 0),
        (nn.Hardsigmoid(), (0, 0), 1 / 6, 1 / 6, 0.5),
        (nn.Hardsigmoid(), (3, 3), 1, 0.5 / 5.5, 0.5),
        (nn.GELU(), (0, 0), -2 * 0.5 * math.erfc(math.sqrt(2)), 0.5 * math.erfc(math.sqrt(2)), 0),
        (nn.Tanh(), (0, 0), math.tanh(-2), math.tanh(-2) / -2, 0),
        (nn.ELU(), (0, 0), math.exp(-2) - 1, (math.exp(-2) - 1) / -2, 0),
    ],
)
def test_functions(step: nn.Module, cell: tuple[int, int], value: float, weight: float, bias: float) -> None:
    found = opened(step, 0, cell, SIGNED)
    assert (found.value, weights(found)[0], found.bias) == pytest.approx((value, weight, bias), rel=1e-12)
    before = float(SIGNED[0, 0, cell[0], cell[1]])
    assert found.stages == (Stage("in", before), Stage("out", pytest.approx(value)))
    assert found.bound == pytest.approx(16 * 2**-24 * (abs(before) + abs(value)))


def test_a_sigmoid_of_zero_is_all_bias() -> None:
    found = opened(nn.Sigmoid(), 0, (1, 0), SIGNED)
    assert (found.value, found.bias, inputs(found)) == (0.5, 0.5, [0])


def test_what_relu_says() -> None:
    said = [opened(nn.ReLU(), 0, cell, SIGNED).sentence for cell in ((0, 0), (1, 0), (3, 3))]
    assert said == [
        "Below zero becomes zero; so does this one.",
        "Below zero becomes zero; this one is zero already.",
        "Below zero becomes zero; this one stays.",
    ]


def test_prelu_has_a_slope_for_each_map() -> None:
    def network(weights: int) -> nn.Module:
        prelu = nn.PReLU(weights)
        with torch.no_grad():
            prelu.weight[:] = torch.arange(1.0, 1 + weights) / 4
        return nn.Sequential(prelu, nn.Flatten())

    seen = captured(network(3), -INPUT)
    found = receipt(seen, "0", 1, (0, 2))
    adds_up(found)
    assert (found.value, weights(found), found.bias) == (-10, [0.5], 0)
    assert found.sentence == "Below zero a number is multiplied by the slope of its map; so is this one."
    found = receipt(captured(network(1), INPUT), "0", 2, (0, 2))
    adds_up(found)
    assert (found.value, weights(found)) == (200, [1])
    assert found.sentence.endswith("this one stays.")


def test_linear() -> None:
    layer = nn.Linear(48, 2)
    with torch.no_grad():
        layer.weight.zero_()
        layer.weight[1, :4] = torch.tensor([1.0, 2, 3, 4])
        layer.bias[1] = -2
    found = receipt(captured(nn.Sequential(nn.Flatten(), layer)), "1", 1, (0, 0))
    adds_up(found)
    assert (found.value, found.bias, len(found.terms)) == (0 + 2 + 6 + 12 - 2, -2, 48)
    assert found.terms[3].channel == 3 and found.terms[3].cell == (0, 0)
    assert found.terms[3].layer == "0"
    assert found.sentence.startswith("This number is the sum of 48 products and one bias")


def branches(found: Receipt) -> list[tuple[str, float, float]]:
    """Layer, input and weight of each term."""
    return [(term.layer, term.input, term.weight) for term in found.terms]


def test_residual_sum() -> None:
    found = opened(lambda x: x.relu() + x, 1, (0, 3), kind="Add")
    assert branches(found) == [(found.inputs[0], 30, 1), (found.inputs[1], 30, 1)]
    assert found.value == 60
    assert found.sentence == "This number is the sum of two branches: what came in, plus what the block found."
    assert opened(lambda x: torch.add(x, x.relu(), alpha=2), 0, (0, 3), kind="Add").value == 9
    assert opened(lambda x: 1 - x, 0, (0, 3), kind="Subtract").value == -2


def test_product_of_two_activations() -> None:
    found = opened(lambda x: x.mean((2, 3), keepdim=True) * x, 1, (0, 3), kind="Multiply")
    assert branches(found) == [(found.inputs[1], 30, 75)]
    assert found.factor == Place(found.inputs[0], 1, (0, 0))
    assert found.value == 30 * 75
    assert opened(lambda x: x / x.mean((2, 3), keepdim=True), 1, (0, 3), kind="Divide").value == 30 / 75


def test_layer_scale() -> None:
    scale = torch.tensor([0.5, 2.0, 1.0]).reshape(3, 1, 1)
    seen = captured(Doing(lambda x, scale: scale * x, parameter=scale))
    found = receipt(seen, last_of(seen, "Multiply"), 1, (0, 3))
    adds_up(found)
    assert (found.value, weights(found)) == (60, [2])
    assert found.factor == Place("scale", 1, (0, 0))
    assert found.sentence == "This number is one number times a scale that training found for its map."
    own = receipt(seen, "scale", 1, (0, 0))
    assert (own.operation, own.value, own.bias, len(own.terms)) == ("Parameter", 2, 2, 0)


def test_transform_input_arithmetic() -> None:
    def transformed(x: Tensor) -> Tensor:
        return torch.cat([torch.unsqueeze(x[:, 0], 1) * (0.229 / 0.5) + (0.485 - 0.5) / 0.5, x], 1)

    found = opened(transformed, 0, (0, 2), kind="Multiply")
    assert (found.value, found.factor) == (2 * (0.229 / 0.5), None)
    shifted = opened(transformed, 0, (0, 2), kind="Add")
    assert shifted.bias == (0.485 - 0.5) / 0.5
    assert shifted.sentence == "This number is one number and a constant."


def test_reductions() -> None:
    found = opened(lambda x: x.mean([2, 3]), 1, (0, 0), kind="Mean")
    assert (found.value, len(found.terms)) == (75, 16)
    assert found.terms[5].cell == (1, 1) and found.terms[5].channel == 1
    assert found.sentence == "This number is the average of the 16 numbers below."
    assert opened(lambda x: x.mean(-1, keepdim=True), 0, (1, 0), kind="Mean").value == 5.5
    assert opened(lambda x: x.sum(dim=(2, 3)), 0, (0, 0), kind="Sum").value == 120
    assert opened(lambda x: x.amax((2, 3)), 2, (0, 0), kind="Amax").value == 1500


@pytest.mark.parametrize(
    ("kind", "function", "at", "source"),
    [
        ("Concatenate", lambda x: torch.cat([x, x.relu()], 1), (4, (1, 2)), (1, (1, 2))),
        ("Chunk", lambda x: x.chunk(3, dim=1)[2].relu(), (0, (1, 2)), (2, (1, 2))),
        ("Split", lambda x: x.split(2, dim=1)[1].relu(), (0, (1, 2)), (2, (1, 2))),
        ("Permute", lambda x: x.permute(0, 2, 3, 1), (2, (1, 3)), (2, (1, 3))),
        ("Transpose", lambda x: x.transpose(2, 3), (2, (1, 3)), (2, (3, 1))),
        ("View", lambda x: x.view(1, 6, 2, 4), (1, (1, 3)), (0, (3, 3))),
        ("Reshape", lambda x: x.reshape(1, 1, 3, 4, 4), (2, (1, 3)), (2, (1, 3))),
        ("Flatten", nn.Identity(), (16 + 4 + 2, (0, 0)), (1, (1, 2))),
        ("Unsqueeze", lambda x: x.unsqueeze(2), (1, (2, 2)), (1, (2, 2))),
        ("Squeeze", lambda x: x[:, 1:2].squeeze(1), (0, (3, 2)), (0, (3, 2))),
        ("Slice", lambda x: x[:, 1:, ::2, 1:], (0, (1, 0)), (1, (2, 1))),
        ("Contiguous", lambda x: x.contiguous(), (2, (3, 3)), (2, (3, 3))),
        ("Pad", lambda x: F.pad(x, (1, 0, 2, 0)), (1, (2, 1)), (1, (0, 0))),
        ("Pad", lambda x: F.pad(x, (1, 1, 0, 0), mode="reflect"), (1, (2, 0)), (1, (2, 1))),
        ("StochasticDepth", StochasticDepth(0.5, "row"), (1, (2, 1)), (1, (2, 1))),
        ("Dropout", nn.Dropout(0.5), (1, (2, 1)), (1, (2, 1))),
        ("Identity", nn.Identity(), (1, (2, 1)), (1, (2, 1))),
        ("ChannelShuffle", nn.ChannelShuffle(3), (1, (2, 1)), (1, (2, 1))),
    ],
)
def test_moves_say_where_the_number_comes_from(kind: str, function, at, source) -> None:  # type: ignore[no-untyped-def]
    found = opened(function, *at, kind=kind)
    (term,) = found.terms
    assert (term.channel, term.cell, term.weight) == (*source, 1)
    assert (found.operation, found.bound, found.difference) == (kind, 0, 0)


def test_channel_shuffle_as_shufflenet_writes_it() -> None:
    photo = torch.arange(1 * 3 * 4 * 4.0).reshape(1, 3, 4, 4)

    def shuffled(x: Tensor) -> Tensor:
        x = torch.cat([x, x.relu()], 1)
        return x.view(1, 2, 3, 4, 4).transpose(1, 2).contiguous().view(1, 6, 4, 4)

    seen = captured(Doing(shuffled), photo)
    place = Place(last_of(seen, "View"), 3, (1, 2))
    way = []
    while place.layer != last_of(seen, "Concatenate"):
        found = receipt(seen, place.layer, place.channel, place.cell)
        adds_up(found)
        (term,) = found.terms
        place = Place(term.layer, term.channel, term.cell)
        way.append(found.operation)
    # Groups 0 and 1 take turns: map 3 of six is map 1 of group 1, the fourth of the concatenation.
    assert (place.channel, place.cell) == (4, (1, 2))
    assert way == ["View", "Contiguous", "Transpose", "View"]


def test_padding_comes_from_nowhere() -> None:
    for value in (0.0, 2.5, 7.0):
        found = opened(lambda x, value=value: F.pad(x, (1, 1, 1, 1), value=value), 0, (0, 3), kind="Pad")
        assert (found.value, found.bias, len(found.terms)) == (value, value, 0)


def test_every_operation_has_its_turn_here() -> None:
    """Who adds an operation adds its answer worked out by hand; `rest` are other names of ones that are here."""
    here = Path(__file__)
    text = "".join(file.read_text() for file in here.parent.glob("test_*_by_hand.py"))
    rest = {"Sub", "Mul", "Div", "BatchNorm1d", "Dropout2d", "Mish", "Softplus"}
    assert {kind for kind in EXPLANATIONS if f'"{kind}"' not in text and f"nn.{kind}(" not in text} <= rest
