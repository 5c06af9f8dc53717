"""The verbs of landwatch: each opens the register, asks or records, and closes it again."""
