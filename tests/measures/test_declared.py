"""Every figure is declared once, and what it turns out to be is what its declaration says."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.measures.acreage import ledger_of
from landwatch.measures.figures import Figure, of_day
from landwatch.measures.figures.declared import DECLARED, SECTIONS, declared, pool_name, section_name
from landwatch.rules import assess
from tests.measures.office import judged


@pytest.fixture(scope="module")
def figures() -> tuple[Figure, ...]:
    assessment = judged()
    before = assess(assessment.snapshot.earlier(assessment.on.replace(year=2022)))
    with speaking("en"):
        return of_day(assessment, ledger_of(assessment.snapshot).frame(), before=before)


def test_every_figure_of_a_day_is_declared_and_every_declared_one_is_made(
    figures: tuple[Figure, ...],
) -> None:
    made = [figure.id for figure in figures if figure.unit != "points"]
    assert sorted(made) == sorted(DECLARED)


def test_a_figure_has_the_unit_and_the_pool_that_are_declared(figures: tuple[Figure, ...]) -> None:
    size = {"count": "contracts", "area": "mu", "company": "companies"}
    with speaking("en"):
        for figure in figures:
            told = declared(figure.id)
            assert figure.pool == pool_name(told.pool)
            if figure.denominator is None and figure.unit not in ("points", "clusters"):
                assert figure.unit == size[told.by], figure.id


def test_every_section_has_figures_and_a_name_in_both_languages() -> None:
    assert {told.section for told in DECLARED.values()} == set(SECTIONS)
    for language in ("en", "zh"):
        with speaking(language):  # type: ignore[arg-type]
            assert len({section_name(section) for section in SECTIONS}) == len(SECTIONS)
