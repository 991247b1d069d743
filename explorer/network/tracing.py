"""Record what a module's forward pass calls, and under which dotted path."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import torchvision
from torch import fx, nn


class PathTracer(fx.Tracer):
    """A tracer that names each operation by the module that called it, as torchvision's feature extraction does.

    A leaf module is named by its path (`layer1.0.conv1`), an operation by its caller's path and its own name
    (`layer1.0.add`), a repeat by a counter (`layer1.0.relu_1`). Modules of torch.nn are leaves; everything else is
    traced through, so that no convolution hides inside a block. Unlike torchvision, a module's own name is kept
    when it ends in a number (`conv_1_1` stays `conv_1_1`).
    """

    def __init__(self) -> None:
        super().__init__(autowrap_modules=(math, torchvision.ops))
        self.paths: dict[fx.Node, str] = {}
        self._caller = ""
        self._taken: set[str] = set()

    def call_module(
        self, m: nn.Module, forward: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """Trace one call of the submodule `m`, remembering who is calling while inside it."""
        outer, self._caller = self._caller, self.path_of_module(m)
        try:
            if self.is_leaf_module(m, self._caller):
                return self.create_proxy("call_module", self._caller, args, kwargs)
            return forward(*args, **kwargs)
        finally:
            self._caller = outer

    def create_proxy(self, kind: str, target: Any, args: Any, kwargs: Any, *rest: Any, **named: Any) -> fx.Proxy:
        """Record one operation and give it its path."""
        proxy = super().create_proxy(kind, target, args, kwargs, *rest, **named)
        self.paths[proxy.node] = self._path(proxy.node)
        return proxy

    def _path(self, node: fx.Node) -> str:
        path = self._caller
        if node.op != "call_module":
            # fx numbers repeats over the whole graph (add_7); a path counts them per caller.
            own = re.sub(r"(?<=.)_[0-9]+$", "", str(node))
            path = f"{path}.{own}" if path else own
        first, repeat = path, 0
        while path in self._taken:
            repeat += 1
            path = f"{first}_{repeat}"
        self._taken.add(path)
        return path
