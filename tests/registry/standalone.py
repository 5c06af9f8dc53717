"""The verifier as `landwatch journal verifier` writes it, once for all tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from landwatch.services.maintenance import journal

__all__ = ["verifier_script"]


@cache
def verifier_script() -> Path:
    """Write the verifier to a folder of its own."""
    script = Path(mkdtemp(prefix="landwatch-")) / "verify_journal.py"
    journal.write_verifier(script)
    return script
