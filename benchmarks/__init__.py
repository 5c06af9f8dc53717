"""Benchmarks, each beside what a user would do instead; ``make bench`` runs them and prints one report."""
