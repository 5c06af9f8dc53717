"""What is kept about persons: recorded, looked at, printed for them, destroyed."""
