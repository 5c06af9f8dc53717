"""Keeping a register: its schema, its journal, copies and backups, photographs of before."""
