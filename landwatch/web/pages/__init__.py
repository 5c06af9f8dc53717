"""The pages, one module for each thing a person does there."""

from __future__ import annotations

from fastapi import APIRouter

from landwatch.web.pages import (
    attach,
    audit,
    certificate,
    comparing,
    contract,
    contract_correct,
    day_recorded,
    fact_correct,
    fact_form,
    figures,
    files,
    handing_out,
    imports,
    inbox,
    jobs,
    journal,
    kit,
    map,
    parcel_acts,
    patrol_ledgers,
    patrol_people,
    patrols,
    people,
    phone,
    recordings,
    reports,
    search,
    selected_land,
    sign_ins,
    signing_in,
    situation,
    supposing,
    targets,
    tokens,
    visits,
    work,
    zone,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
# The routes below a contract stand before that of its page, whose number takes the rest of the address.
_BELOW = (work, visits, recordings, fact_correct, contract_correct, attach)
_PATROLS = (patrols, patrol_people, patrol_ledgers)
_CLERKS = (fact_form, day_recorded, imports, parcel_acts)
_ZONE = (selected_land, handing_out, comparing, supposing, zone)
_OTHERS = (certificate, kit, map, search, figures, inbox, jobs, journal, people, phone, tokens)
_AUDIT = (audit, sign_ins)
_MANAGERS = (situation, targets, reports)
for _room in (
    files,
    signing_in,
    *_BELOW,
    contract,
    *_PATROLS,
    *_CLERKS,
    *_ZONE,
    *_AUDIT,
    *_MANAGERS,
    *_OTHERS,
):
    router.include_router(_room.router)
