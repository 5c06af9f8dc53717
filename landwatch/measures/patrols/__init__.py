"""Patrols (动态巡查): who should have been where by when, which visits count, and what that comes to."""
