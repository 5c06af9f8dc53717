"""What phones speak with, under ``/field/v1``: tasks out, records and photographs in, receipts for both."""

from __future__ import annotations

from landwatch.web.field.field_api import PREFIX, make_field_api

__all__ = ["PREFIX", "make_field_api"]
