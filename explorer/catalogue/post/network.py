"""What the post says of its network: the modules as printed, the summary, the totals, the head."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from explorer.catalogue.post.statement import Measure, Statement
from explorer.catalogue.post.workbench import PRODUCTS, Workbench
from explorer.network.registry import entry

# Where the post begins to print: the learner, its part 0, the summary (two lines a row).
PRINTED, BODY_PRINTED, SUMMARY = 770, 238, 417


def _printed(line: int) -> Measure:
    """The same line of the learner as it is printed here."""
    return lambda bench: bench.tree[line - PRINTED]


def _body_printed(line: int) -> Measure:
    """The same line of part 0; in the whole learner it stands one line further down, and inside."""
    return lambda bench: bench.tree[line - BODY_PRINTED + 1]


def _row(line: int) -> Measure:
    """The same row of the summary."""
    return lambda bench: bench.rows[(line - SUMMARY) // 2].text


def _total(place: int) -> Measure:
    return lambda bench: bench.sums.lines[place]


def _classes(bench: Workbench) -> str:
    with torch.inference_mode():
        return f"{bench.learner(bench.noise(1, 3, 64, 64)).shape[1]}"


def _sizes(tensors: Sequence[torch.Tensor]) -> list[tuple[int, ...]]:
    return [tuple(tensor.shape) for tensor in tensors]


def _essentially(bench: Workbench) -> str:
    """Which ResNet has the body's weights, size by size, and two more for its last layer."""
    body = _sizes(list(bench.parts.get_submodule("0").parameters()))
    with torch.device("meta"):
        for name in ("resnet18", "resnet34", "resnet50", "resnet101"):
            if _sizes(list(entry(name).build(1000).parameters()))[:-2] == body:
                return name
    return "no ResNet"


def _last_maps(bench: Workbench) -> str:
    row = next(row for row in bench.rows if row.type == "AdaptiveAvgPool2d")
    return f"{row.shape[0]} channels"


def _averages(bench: Workbench) -> str:
    """How many numbers the pool makes of the last maps that are the averages of their channels."""
    maps = bench.noise(1, 2048, 10, 10)
    pooled = nn.AdaptiveAvgPool2d(1)(maps).flatten()
    right = torch.isclose(pooled.double(), maps.double().mean((0, 2, 3)), atol=1e-6)
    return f"{int(right.sum())} averages"


def _pool(bench: Workbench) -> str:
    return type(bench.parts.get_submodule("1.0")).__name__


def _matrices(bench: Workbench) -> str:
    """Numbers before and after each matrix of the head."""
    linear = [part for part in bench.parts.get_submodule("1").modules() if isinstance(part, nn.Linear)]
    return " to ".join(map(str, [linear[0].in_features, *(part.out_features for part in linear)]))


def _line(line: int, quote: str, measure: Measure) -> Statement:
    return Statement(line, quote, quote, measure)


_BATCH_NORM = "eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)"
_FIRST = "Conv2d(3, 64, kernel_size=(7, 7), stride=(2, 2), padding=(3, 3), bias=False)"

STATEMENTS = (
    Statement(236, "44", str(PRODUCTS), _classes),
    Statement(
        234,
        "Layer 0 is the piece the contributes to transfer learning and is essentially resnet",
        "resnet50",
        _essentially,
    ),
    _line(239, f"(0): {_FIRST}", _body_printed(239)),
    _line(240, f"(1): BatchNorm2d(64, {_BATCH_NORM}", _body_printed(240)),
    _line(242, "(3): MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)", _body_printed(242)),
    _line(253, "(0): Conv2d(64, 256, kernel_size=(1, 1), stride=(1, 1), bias=False)", _body_printed(253)),
    _line(
        280,
        "(conv2): Conv2d(128, 128, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), bias=False)",
        _body_printed(280),
    ),
    _line(388, "(0): Conv2d(1024, 2048, kernel_size=(1, 1), stride=(2, 2), bias=False)", _body_printed(388)),
    _line(946, "(0): AdaptiveConcatPool2d(", _printed(946)),
    _line(947, "(ap): AdaptiveAvgPool2d(output_size=1)", _printed(947)),
    _line(948, "(mp): AdaptiveMaxPool2d(output_size=1)", _printed(948)),
    _line(951, f"(2): BatchNorm1d(4096, {_BATCH_NORM}", _printed(951)),
    _line(952, "(3): Dropout(p=0.25, inplace=False)", _printed(952)),
    _line(953, "(4): Linear(in_features=4096, out_features=512, bias=True)", _printed(953)),
    _line(956, "(7): Dropout(p=0.5, inplace=False)", _printed(956)),
    _line(957, "(8): Linear(in_features=512, out_features=44, bias=True)", _printed(957)),
    _line(417, "Conv2d [64, 150, 150] 9,408 False", _row(417)),
    _line(419, "BatchNorm2d [64, 150, 150] 128 True", _row(419)),
    _line(423, "MaxPool2d [64, 75, 75] 0 False", _row(423)),
    _line(425, "Conv2d [64, 75, 75] 4,096 False", _row(425)),
    _line(429, "Conv2d [64, 75, 75] 36,864 False", _row(429)),
    _line(437, "ReLU [256, 75, 75] 0 False", _row(437)),
    _line(475, "Conv2d [128, 38, 38] 147,456 False", _row(475)),
    _line(535, "Conv2d [256, 19, 19] 589,824 False", _row(535)),
    _line(623, "Conv2d [512, 10, 10] 2,359,296 False", _row(623)),
    _line(633, "Conv2d [2048, 10, 10] 2,097,152 False", _row(633)),
    _line(661, "BatchNorm2d [2048, 10, 10] 4,096 True", _row(661)),
    _line(665, "AdaptiveAvgPool2d [2048, 1, 1] 0 False", _row(665)),
    _line(667, "AdaptiveMaxPool2d [2048, 1, 1] 0 False", _row(667)),
    _line(669, "Flatten [4096] 0 False", _row(669)),
    _line(671, "BatchNorm1d [4096] 8,192 True", _row(671)),
    _line(675, "Linear [512] 2,097,664 True", _row(675)),
    _line(683, "Linear [44] 22,572 True", _row(683)),
    _line(685, "Total params: 25,637,484", _total(0)),
    _line(686, "Total trainable params: 2,182,572", _total(1)),
    _line(687, "Total non-trainable params: 23,454,912", _total(2)),
    Statement(
        960,
        "Classification (AveragePooling2d)",
        "AveragePooling2d",
        _pool,
        "Its own head, line 946, puts the largest value of each channel beside the average.",
    ),
    Statement(964, "we were left with 2048 channels", "2048 channels", _last_maps),
    Statement(
        967,
        "So each channel from our earlier discussion gets reduced by computing the average",
        "2048 averages",
        _averages,
    ),
    Statement(
        968,
        "We then multiply it with a matrix which accentuates the score of each of our 44 categories",
        "2048 to 44",
        _matrices,
        "Its own head, lines 945 to 957, takes 2,048 maxima and 2,048 averages through two matrices, with batch norm, "
        "dropout and a ReLU between. One matrix on 2,048 averages is what ResNet50 itself has.",
    ),
)
