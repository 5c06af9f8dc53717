"""What goes wrong with packed files."""

from __future__ import annotations

import zipfile
import zlib

__all__ = ["BROKEN_ZIP"]

BROKEN_ZIP = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What is raised on a packed file that is damaged, encrypted, or packed in an unusual way."""
