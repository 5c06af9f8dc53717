"""Patrols: who goes where, the visits, what they propose, and their papers."""
