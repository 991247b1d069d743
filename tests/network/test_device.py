"""The device is chosen, and asking for one that is not there gets a sentence."""

import pytest
import torch

from explorer.errors import DeviceError
from explorer.network import device


def test_auto_takes_the_fastest() -> None:
    assert device.choose("auto").type == device.available()[0]
    assert device.choose("cpu") == torch.device("cpu")
    assert device.available()[-1] == "cpu"


@pytest.mark.parametrize("name", ["cuda:99", "tpu", "mps" if "mps" not in device.available() else "xla"])
def test_a_device_that_is_not_there_is_named(name: str) -> None:
    with pytest.raises(DeviceError, match=f"no device “{name}”; it has .*cpu"):
        device.choose(name)


def test_sums_are_full_float32() -> None:
    device.prepare_process()
    assert not torch.backends.cuda.matmul.allow_tf32
    assert not torch.backends.cudnn.allow_tf32
