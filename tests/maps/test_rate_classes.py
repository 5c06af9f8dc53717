"""The colours stay apart for every kind of eye, and every state has a look."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import landwatch
from landwatch.errors import InputError
from landwatch.maps.rate_classes import rate_fill, style
from landwatch.measures.figures.differences import Difference
from landwatch.measures.figures.states import Idle, State
from landwatch.measures.figures.sums import Rate
from landwatch.style import colours, read_style

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
@pytest.mark.parametrize("kind", ["states", "changes"])
def test_no_two_states_or_changes_look_alike_to_any_eye(eye: str, kind: str) -> None:
    fills = [look["fill"] for look in style()[kind].values()]
    distances = [
        np.linalg.norm(lab(one, EYES[eye]) - lab(other, EYES[eye])) for one, other in combinations(fills, 2)
    ]
    assert min(distances) >= 20


def test_every_state_every_idle_mark_and_every_change_has_a_look() -> None:
    assert list(style()["states"]) == [str(state) for state in State]
    assert list(style()["idle"]) == [str(mark) for mark in Idle]
    assert list(style()["changes"]) == [str(difference) for difference in Difference]


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


HOUSE = Path(landwatch.__file__).parent
FRONTEND = HOUSE.parent / "frontend"
PAPER = "#ffffff"


def test_no_colour_of_the_definition_is_written_a_second_time() -> None:
    defined = colours(style()) - {PAPER}
    files = [
        file
        for room in (*(HOUSE / name for name in ("maps", "registry", "exports", "reports")), FRONTEND)
        for file in room.rglob("*")
        if file.suffix in (".py", ".ts", ".css", ".html", ".typ", ".qml") and "assets" not in file.parts
    ]
    again = [
        (file.relative_to(HOUSE.parent).as_posix(), colour)
        for file in files
        for colour in re.findall(r"#[0-9a-fA-F]{6}\b", file.read_text(encoding="utf-8"))
        if colour.lower() in defined
    ]
    assert files and again == []


def test_states_that_somebody_has_to_visit_have_patterns_of_their_own() -> None:
    patterns = {
        name: (look["pattern"]["kind"], look["pattern"].get("angle", 0), look["pattern"]["spacing"])
        for name, look in style()["states"].items()
        if look.get("pattern")
    }
    plain = set(style()["states"]) - set(patterns)
    assert plain == {"completed", "no_contract"}
    assert len(set(patterns.values())) == len(patterns)


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        (
            '"#b3122f", outline',
            "red, outline",
            "states.commencement_default.fill is red; write a colour like",
        ),
        ("boundary: &boundary", "boundry: &boundary", "boundry is not a part of a style"),
        ("boundary: &boundary", "boundry: &boundary", "boundary is missing"),
        ("kind: dots", "kind: stars", "states.due_soon.pattern.kind is stars: "),
        ("width: 4.5", "width: -1", "idle.recognised.width is -1: "),
        ("states: ", "states: [", "definition.yaml: is not YAML: "),
    ],
)
def test_a_slip_in_a_definition_is_named_by_its_place(
    tmp_path: Path, written: str, instead: str, complaint: str
) -> None:
    text = (HOUSE / "style.yaml").read_text(encoding="utf-8")
    assert written in text
    slipped = tmp_path / "definition.yaml"
    slipped.write_text(text.replace(written, instead), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(complaint)):
        read_style(slipped)
