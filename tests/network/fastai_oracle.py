"""Runs in an environment with fastai 2, not in the project's: fastai's own learner with weights that it is given.

fastai_oracle.py NAME GIVEN OUT: GIVEN holds `state` by fastai's keys and `photos` (N, 3, H, W); OUT gets `scores`
(N, 44) and `trainable`, the keys of what fastai would train.
"""

import sys

import torch
import torchvision
from fastai.callback.core import Callback  # noqa: F401  (fastai's parts need its core)
from fastai.data.core import DataLoaders
from fastai.losses import CrossEntropyLossFlat
from fastai.vision.learner import Learner, create_vision_model, default_split


def main(name: str, given: str, out: str) -> None:
    held = torch.load(given)
    model = create_vision_model(getattr(torchvision.models, name), 44, pretrained=False, weights=None)
    model.load_state_dict(held["state"], strict=True)
    learner = Learner(DataLoaders([], []), model, loss_func=CrossEntropyLossFlat(), splitter=default_split)
    learner.freeze()
    trainable = [key for key, value in model.named_parameters() if value.requires_grad]
    with torch.inference_mode():
        scores = model.eval()(held["photos"])
    torch.save({"scores": scores, "trainable": trainable}, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
