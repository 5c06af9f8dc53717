"""Work on the land with a phone: what it takes along, and what it brings back."""
