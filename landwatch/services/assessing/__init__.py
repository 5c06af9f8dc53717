"""Judging a register, or what is kept of it judged: one day, two days, and what would be otherwise."""
