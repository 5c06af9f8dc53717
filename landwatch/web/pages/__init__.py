"""The pages, one module for each thing a person does there."""

from __future__ import annotations

from fastapi import APIRouter

from landwatch.web.pages import (
    contract,
    figures,
    files,
    journal,
    map,
    people,
    search,
    signing_in,
    tokens,
    work,
)

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
for _room in (files, signing_in, work, contract, map, search, figures, journal, people, tokens):
    router.include_router(_room.router)
