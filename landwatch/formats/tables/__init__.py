"""Contracts and dated facts as tables of rows: ledgers, fact tables, templates and the tracking card."""
