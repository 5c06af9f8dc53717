"""What long jobs do: the kinds there are, and how each is done."""
