"""The colours stay apart for every kind of eye, and every state has a look."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from landwatch.maps.figures import Rate
from landwatch.maps.states import Idle, State
from landwatch.maps.style import rate_fill, style

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanope": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranope": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanope": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def lab(colour: str, eye: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of an sRGB colour as an eye sees it."""
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(eye @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eye", EYES)
def test_no_two_states_look_alike_to_any_eye(eye: str) -> None:
    fills = [look["fill"] for look in style()["states"].values()]
    distances = [
        np.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye])) for one, other in combinations(fills, 2)
    ]
    assert min(distances) >= 20


def test_every_state_and_every_idle_mark_has_a_look() -> None:
    assert list(style()["states"]) == [str(state) for state in State]
    assert list(style()["idle"]) == [str(mark) for mark in Idle]


def test_suspicion_is_hatched_and_recognition_is_outlined() -> None:
    idle = style()["idle"]
    assert "hatch" in idle["suspected"] and "hatch" not in idle["recognised"]
    assert idle["recognised"]["width"] > max(look["width"] for look in style()["states"].values())


def test_a_rate_on_the_bound_of_a_class_belongs_to_it() -> None:
    fills = [entry["fill"] for entry in style()["rates"]]
    assert [rate_fill(Rate(n, 1000)) for n in (0, 20, 21, 50, 100, 101)] == [
        fills[0], fills[1], fills[2], fills[2], fills[3], fills[4],
    ]  # fmt: skip


def test_a_cluster_without_contracts_has_a_fill_of_its_own() -> None:
    assert rate_fill(Rate(0, 0)) == style()["rate_unknown"]["fill"]
