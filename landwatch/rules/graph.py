"""Apache Hamilton without its extensions.

On import it would load an extension for every library it finds, scikit-learn and SciPy among them: two
seconds that a graph of plain columns has no use for.
"""

from __future__ import annotations

import os

from hamilton import registry

_WANTED = os.environ.get(registry.HAMILTON_AUTOLOAD_ENV)
registry.disable_autoload()
from hamilton import base, driver  # noqa: E402
from hamilton.function_modifiers import tag  # noqa: E402
from hamilton.node import Node  # noqa: E402

if _WANTED is None:  # others in this process may want the extensions
    registry.enable_autoload()

__all__ = ["Node", "base", "driver", "tag"]
