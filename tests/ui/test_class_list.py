"""What the list of classes sends to the browser."""

from __future__ import annotations

import json
import struct

import numpy as np
import pytest

from explorer.ui.components.class_list import payload


def test_labels_logits_and_probabilities_keep_their_order() -> None:
    logits = np.array([1.5, -2.0, 34.73], np.float32)
    probabilities = np.array([0.1, 0.2, 0.7], np.float32)
    message = payload(("crane", "Überkopf", "crane"), logits, probabilities, {"selected": None, "turn": 0})
    (length,) = struct.unpack_from("<I", message)
    header = json.loads(message[4 : 4 + length])
    assert header["labels"] == ["crane", "Überkopf", "crane"]
    for name, expected in (("logits", logits), ("probabilities", probabilities)):
        found = np.frombuffer(message, "<f4", 3, header["arrays"][name]["offset"])
        assert np.array_equal(found, expected)


def test_one_of_each_for_every_class() -> None:
    with pytest.raises(ValueError, match="3 labels, 2 logits and 3 probabilities"):
        payload(["a", "b", "c"], np.zeros(2, np.float32), np.zeros(3, np.float32), {})
