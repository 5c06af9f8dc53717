"""The verbs of landwatch: each opens the register, asks or records, and closes it again.

They lie by errand: one folder for what somebody comes to do. Those lower in the list of ``pyproject.toml``
never import those above.
"""
