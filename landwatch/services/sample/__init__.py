"""The sample: the whole job on it, and an office around it."""
