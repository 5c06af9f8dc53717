"""Figures, the ledger of acreage and the reports made of them."""
