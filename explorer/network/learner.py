"""The post's learner: the body of a network up to its last maps, and a new head that tells products apart.

fastai 1 makes it (`cnn_learner`: `create_body`, `create_head`): everything before the global pool, then the largest
and the average of each map side by side, and two linear layers with batch norm and dropout before each.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from explorer.image.recipe import IMAGENET_MEAN, IMAGENET_STD

HIDDEN = 512
"""Numbers between the two linear layers."""

HEAD = "head"

# The first of these among a network's own parts ends its body: what pools the last maps, or reads what was pooled.
AFTER_THE_BODY = ("avgpool", "classifier", "fc", "linear", "flatten", "output", HEAD)

# DenseNet rectifies its last maps within its forward pass, GoogLeNet and Inception normalise the photo in theirs.
RECTIFIED = "features.norm5"


class AdaptiveConcatPool2d(nn.Module):
    """The largest and the average of each map side by side, the largest first: (N, C, H, W) to (N, 2C, 1, 1).

    It has the name that it has in fastai, where `ap` is declared first, too.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ap = nn.AdaptiveAvgPool2d(1)
        self.mp = nn.AdaptiveMaxPool2d(1)

    def forward(self, x: Tensor) -> Tensor:
        """Pool `x`; numbers 0 to C - 1 are the largest, C to 2C - 1 the averages."""
        return torch.cat([self.mp(x), self.ap(x)], 1)


class AsForImagenet(nn.Module):
    """What GoogLeNet and Inception do to a photo first: from ImageNet's mean and std to 0.5 and 0.5.

    Their published weights come from TensorFlow, which took (value - 0.5) / 0.5. (N, 3, H, W), channel by channel.
    """

    scale: Tensor
    shift: Tensor

    def __init__(self) -> None:
        super().__init__()
        # Worked out before they become float32, as torchvision does it: the same bits.
        mean_std = zip(IMAGENET_MEAN, IMAGENET_STD, strict=True)
        scale, shift = zip(*((std / 0.5, (mean - 0.5) / 0.5) for mean, std in mean_std), strict=True)
        self.register_buffer("scale", torch.tensor(scale)[:, None, None], persistent=False)
        self.register_buffer("shift", torch.tensor(shift)[:, None, None], persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """`x` × scale + shift."""
        return x * self.scale + self.shift


def body_of(network: nn.Module) -> nn.Sequential:
    """The parts of `network` before its global pool, under their own names: a photo to the last maps (N, C, H, W).

    `network` is a registered architecture: its parts are declared in the order in which they are called.
    """
    parts: OrderedDict[str, nn.Module] = OrderedDict()
    if getattr(network, "transform_input", False) is True:  # a learner has a part of this name, and keeps it
        parts["transform_input"] = AsForImagenet()
    for name, part in network.named_children():
        if name in AFTER_THE_BODY:
            break
        parts[name] = part
    if any(name == RECTIFIED for name, _ in network.named_modules()):
        parts["relu"] = nn.ReLU()
    return nn.Sequential(parts)


def head(channels: int, classes: int) -> nn.Sequential:
    """A new head on `channels` last maps for `classes` products, initialised as fastai does it.

    (N, channels, H, W) to (N, classes). The linear layers' weights are drawn as He et al. 2015 say, biases are 0.
    """
    made = nn.Sequential(
        OrderedDict(
            pool=AdaptiveConcatPool2d(),
            flatten=nn.Flatten(),
            bn1=nn.BatchNorm1d(2 * channels),
            dropout1=nn.Dropout(0.25),
            linear1=nn.Linear(2 * channels, HIDDEN),
            relu=nn.ReLU(inplace=True),
            bn2=nn.BatchNorm1d(HIDDEN),
            dropout2=nn.Dropout(0.5),
            linear2=nn.Linear(HIDDEN, classes),
        )
    )
    for layer in (made.linear1, made.linear2):
        assert isinstance(layer, nn.Linear)
        nn.init.kaiming_normal_(layer.weight)
        nn.init.zeros_(layer.bias)
    return made


def learner_on(network: nn.Module, classes: int) -> nn.Sequential:
    """The body of `network` with a new head for `classes` products; the body frozen except its batch norms.

    The parts of the body keep their names, so that weights fit and layers are found where they were; the head is
    "head". `network` gives its body away.
    """
    body = body_of(network)
    with torch.no_grad():
        # 75 pixels a side are the fewest that Inception takes.
        maps = _on_meta(body.eval(), 75)
    learner = nn.Sequential(OrderedDict([*body.named_children(), (HEAD, head(maps.shape[1], classes))]))
    freeze_body(learner)
    return learner


def _on_meta(module: nn.Module, side: int) -> Tensor:
    """The shape that a photo of `side` pixels comes to, without any numbers."""
    tensors = {name: each.to("meta") for name, each in [*module.named_parameters(), *module.named_buffers()]}
    photo = torch.empty(1, 3, side, side, device="meta")
    result: Tensor = torch.func.functional_call(module, tensors, (photo,))
    return result


def freeze_body(learner: nn.Sequential) -> None:
    """Only the head and the batch norms of the body may be trained: fastai's `freeze` with `train_bn`."""
    for parameter in learner.parameters():
        parameter.requires_grad = False
    for module in (*batch_norms(learner), learner.get_submodule(HEAD)):
        for parameter in module.parameters():
            parameter.requires_grad = True


def batch_norms(learner: nn.Sequential) -> Iterator[nn.Module]:
    """The batch norms of the body and of the head."""
    return (module for module in learner.modules() if isinstance(module, _BatchNorm))


def numbered(learner: nn.Sequential) -> nn.Sequential:
    """The learner as fastai holds it: part 0 is the body, part 1 the head, and each counts its own parts from 0.

    It shares its weights with `learner`; its tree is what the post prints, its keys are those of fastai's files.
    """
    body = nn.Sequential(*(part for name, part in learner.named_children() if name != HEAD))
    return nn.Sequential(body, nn.Sequential(*learner.get_submodule(HEAD).children()))
