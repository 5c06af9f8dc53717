"""Official papers: made and numbered, voided, listed, and held against the facts of today."""
