"""The colours: anchors, symmetry, lightness, and that orange and blue stay apart for colour-blind eyes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from explorer.render.scale import (
    MINUS,
    NOT_A_NUMBER,
    PLUS,
    STEPS,
    ZERO,
    Theme,
    colour_table,
    colours,
    indices,
    oklab,
    scale_of,
)

THEMES: tuple[Theme, ...] = ("light", "dark")
PAGE = {"light": "FFFFFF", "dark": "1B1C21"}

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency" (IEEE TVCG 2009), severity 1.0, for linear RGB.
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deutan": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritan": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen(srgb: np.ndarray, eye: str) -> np.ndarray:
    """sRGB in 0..1 as an eye with this deficiency sees sRGB in 0..1."""
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    through = np.clip(linear @ EYES[eye].T, 0, 1)
    return np.where(through <= 0.0031308, 12.92 * through, 1.055 * through ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("theme", THEMES)
def test_anchors_are_hit(theme: Theme) -> None:
    for sign, arm in ((1, PLUS), (-1, MINUS)):
        got = colours(sign * np.linspace(0, 1, 6), theme)
        assert ["".join(f"{part:02X}" for part in colour) for colour in got] == list(arm[theme])


@pytest.mark.parametrize("theme", THEMES)
def test_zero_is_the_page(theme: Theme) -> None:
    assert bytes(colour_table(theme)[ZERO]).hex().upper() == PAGE[theme]


@pytest.mark.parametrize("theme", THEMES)
def test_the_table_holds_every_step(theme: Theme) -> None:
    table = colour_table(theme)
    assert table.shape == (256, 3)
    assert table.dtype == np.uint8
    assert not table.flags.writeable
    assert np.array_equal(table[1:], colours(np.arange(-127, 128) / 127, theme))
    assert len({bytes(colour) for colour in table}) == 256


@pytest.mark.parametrize("theme", THEMES)
def test_lightness_is_linear_in_the_value(theme: Theme) -> None:
    lightness = oklab(colour_table(theme)[1:] / 255)[:, 0]
    for arm in (lightness[STEPS:], lightness[STEPS::-1]):
        steps = np.diff(arm)
        assert np.all(steps < 0) if theme == "light" else np.all(steps > 0)
        assert np.abs(arm - np.linspace(arm[0], arm[-1], len(arm))).max() < 0.012


@pytest.mark.parametrize("theme", THEMES)
def test_both_arms_are_equally_light(theme: Theme) -> None:
    lightness = oklab(colour_table(theme)[1:] / 255)[:, 0]
    assert np.abs(lightness - lightness[::-1]).max() < 0.03


@pytest.mark.parametrize(("theme", "eye"), list(itertools.product(THEMES, EYES)))
def test_orange_and_blue_stay_apart(theme: Theme, eye: str) -> None:
    strengths = np.arange(26, 128) / 127  # from 20 % up
    plus, minus = (oklab(seen(colours(sign * strengths, theme) / 255, eye)) for sign in (1, -1))
    assert np.linalg.norm(plus - minus, axis=-1).min() >= 0.11


def test_indices_are_symmetric_and_clamped() -> None:
    values = np.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.3, -0.3, np.inf, -np.inf, np.nan], dtype=np.float32)
    got = indices(values, 1.0)
    assert got.tolist() == [ZERO, 255, 1, 255, 1, 166, 90, 255, 1, NOT_A_NUMBER]


def test_indices_of_a_dead_map() -> None:
    assert indices(np.zeros((2, 2), dtype=np.float32), 0.0).tolist() == [[ZERO, ZERO], [ZERO, ZERO]]


def test_scale_of() -> None:
    scale = scale_of(np.array([[-2230.0, 1539.0]]))
    assert (scale.low, scale.high, scale.limit, scale.signed) == (-2230.0, 1539.0, 2230.0, True)
    assert not scale_of(np.array([0.0, 3.0])).signed


def test_scale_of_leaves_out_what_is_not_finite() -> None:
    scale = scale_of(np.array([np.nan, -1.0, np.inf, 3.0]))
    assert (scale.low, scale.high) == (-1.0, 3.0)
    assert scale_of(np.array([np.nan])).limit == 0
    assert scale_of(np.zeros((0, 3))).limit == 0
