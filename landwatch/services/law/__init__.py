"""The legal numbers, and worked examples of the law."""
