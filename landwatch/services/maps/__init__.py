"""Maps on the screen and sheets on paper."""
