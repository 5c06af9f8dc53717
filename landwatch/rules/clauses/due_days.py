"""Which day binds: the contract's own, a derived one, or that of the newest supplement or extension.

Resolution order of reference.md 2.4.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from landwatch.model import DueSource
from landwatch.rules.clauses.amendments import Amendments
from landwatch.rules.clauses.milestone_days import is_never
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Days, Integers, add_days, add_years
from landwatch.rules.parameters import LawValue
from landwatch.rules.status_codes import Codes, choose
from landwatch.rules.values import value

__all__ = [
    "agreed_or_derived_commencement",
    "application_after_30d_limit",
    "commencement_due",
    "commencement_due_after_extension",
    "commencement_due_source",
    "completion_day_in_force",
    "derived_commencement_due",
    "extension_exceeds_one_year_capped",
    "latest_application_date",
    "max_extended_commencement",
    "new_commencement_before_signing",
    "newest_renewal",
    "newest_signing",
    "superseded_commencement_days",
    "superseded_penalty_not_charged_unless_reserved",
]

Booleans = NDArray[np.bool_]


@value(
    "date",
    "derived_commencement_due",
    zh="推定动工日",
    en="derived commencement day",
    clause="闲置土地处置办法(53号令)第二十二条",
)
def derived_commencement_due(
    agreed_commencement: Days,
    handed_over_on: Days,
    has_phases: Booleans,
    derived_commencement_years: LawValue,
) -> Days:
    """Handover and one year, where the contract agrees no commencement day."""
    agreed = ~np.isnat(agreed_commencement) | has_phases
    if agreed.all():
        return constant(NO_DAY, len(agreed))
    years = derived_commencement_years.counts(handed_over_on)
    return np.where(agreed, NO_DAY, add_years(handed_over_on, years))


@value(
    "fact",
    "agreed_or_derived_commencement",
    zh="原约定动工日",
    en="commencement day as signed",
    clause="合同第十六条",
)
def agreed_or_derived_commencement(agreed_commencement: Days, derived_commencement_due: Days) -> Days:
    """The day the contract itself fixes, before any amendment."""
    if is_never(derived_commencement_due):
        return agreed_commencement
    return np.where(np.isnat(agreed_commencement), derived_commencement_due, agreed_commencement)


@value(
    "date",
    "commencement_due",
    zh="有效约定动工日",
    en="commencement day in force",
    clause="GF-2008-2601 第十六条; 民法典第五百四十三条",
    certainty="convention",
)
def commencement_due(amendments: Amendments) -> Days:
    """Commencement day of the newest supplement or extension, else of the contract, else derived."""
    return amendments.commencement


@value(
    "fact",
    "completion_day_in_force",
    zh="有效约定竣工日(未计免责天数)",
    en="completion day in force, before excused days",
    clause="GF-2008-2601 第十六条",
    certainty="convention",
)
def completion_day_in_force(amendments: Amendments) -> Days:
    """Completion day of the newest supplement or extension, else of the contract."""
    return amendments.completion


@value(
    "fact",
    "commencement_due_source",
    zh="动工日依据",
    en="what fixed the commencement day",
    clause="合同第十六条; 53号令第二十二条",
    certainty="convention",
    words=DueSource,
)
def commencement_due_source(amendments: Amendments, agreed_commencement: Days) -> Codes:
    """The contract itself, a supplement, an extension, or the handover."""
    return choose(
        DueSource.DERIVED,
        (np.isnat(amendments.commencement), DueSource.UNKNOWN),
        (amendments.extended, DueSource.EXTENSION),
        (amendments.supplemented, DueSource.SUPPLEMENT),
        (~np.isnat(agreed_commencement), DueSource.CONTRACT),
    )


@value("fact", "newest_signing", zh="最近一次变更签订日", en="newest signing", clause="补充协议、延建批准")
def newest_signing(amendments: Amendments) -> Days:
    """Signing day of the newest supplement or approved extension in force."""
    return amendments.signing


def newest_renewal(amendments: Amendments) -> Days:
    """Signing day of the newest supplement or approved extension that names a commencement day."""
    return amendments.renewal


@value(
    "date",
    "commencement_due_after_extension",
    zh="延建后动工日",
    en="commencement day after the extension",
    clause="GF-2008-2601 第十六条",
    certainty="seen",
)
def commencement_due_after_extension(amendments: Amendments) -> Days:
    """Day in force where an approved extension fixed it."""
    return np.where(amendments.extended, amendments.commencement, np.datetime64("NaT", "D"))


@value(
    "date",
    "max_extended_commencement",
    zh="延建最晚动工日",
    en="latest commencement day an extension can reach",
    clause="GF-2008-2601 第十六条(延建不超过一年)",
    certainty="convention",
)
def max_extended_commencement(
    amendments: Amendments, extension_cap_years: LawValue, contract_text_on: Days
) -> Days:
    """One year after the day from which the extension counts."""
    return add_years(amendments.base, extension_cap_years.counts(contract_text_on))


@value(
    "date",
    "latest_application_date",
    zh="延建申请最晚日",
    en="last day to apply for an extension",
    clause="GF-2008-2601 第十六条(提前30日)",
    certainty="seen",
)
def latest_application_date(
    amendments: Amendments, extension_application_days: LawValue, contract_text_on: Days
) -> Days:
    """Thirty days before the day in force when the application was filed, or today's where none was."""
    ahead = extension_application_days.counts(contract_text_on)
    open_limit = add_days(amendments.commencement, -ahead)
    return np.where(np.isnat(amendments.application_limit), open_limit, amendments.application_limit)


@value(
    "days",
    "superseded_commencement",
    zh="被替换约定日下的逾期天数",
    en="days late under days replaced since",
    clause="民法典第五百四十三条",
    certainty="convention",
)
def superseded_commencement_days(amendments: Amendments) -> Integers:
    """Days late that accrued before a supplement or extension replaced the day."""
    return amendments.superseded_days


@value(
    "flag",
    "superseded_penalty_not_charged_unless_reserved",
    zh="被替换期间的违约金除非另有保留不计收",
    en="damages of the replaced day are not charged unless the supplement reserves them",
    clause="民法典第五百四十三条",
    certainty="convention",
)
def superseded_penalty_not_charged_unless_reserved(superseded_commencement_days: Integers) -> Booleans:
    """A default had begun under the day that was replaced."""
    return superseded_commencement_days > 0


@value(
    "flag",
    "application_after_30d_limit",
    zh="延建申请晚于提前30日期限",
    en="extension applied for after the 30-day limit",
    clause="GF-2008-2601 第十六条",
    certainty="seen",
)
def application_after_30d_limit(amendments: Amendments) -> Booleans:
    """An application was filed later than thirty days before the day in force."""
    return amendments.applied_late


@value(
    "flag",
    "extension_exceeds_one_year_capped",
    zh="延建超过一年，按一年封顶，待复核",
    en="extension above one year, capped pending review",
    clause="GF-2008-2601 第十六条",
    certainty="convention",
)
def extension_exceeds_one_year_capped(amendments: Amendments) -> Booleans:
    """An approved extension names a day beyond the one-year cap."""
    return amendments.capped


@value(
    "flag",
    "new_commencement_before_signing",
    zh="补充协议约定日早于签订日，不予采用",
    en="supplement names a day before its own signing; refused",
    clause="最高法行政协议典型案例",
    certainty="seen",
)
def new_commencement_before_signing(amendments: Amendments) -> Booleans:
    """A supplement is back-dated."""
    return amendments.refused
