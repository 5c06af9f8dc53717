"""Cases: who takes them, what is done step by step, and how they are closed."""
