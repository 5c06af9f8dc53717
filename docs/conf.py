"""How the site is built: `make docs`. Nothing on a page asks the network for anything."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

sys.path.insert(0, str(Path(__file__).parent))

import landwatch  # noqa: E402
import made  # noqa: E402

logging.getLogger("alembic").setLevel(logging.WARNING)

project = "landwatch"
copyright = "the landwatch contributors, Apache-2.0"
version = release = landwatch.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.doctest", "sphinx.ext.napoleon"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["wide.css"]
html_title = f"landwatch {release}"
html_show_sourcelink = False
html_show_search_summary = False  # it would be fetched, which a browser refuses to a page from a disk
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
autodoc_typehints = "description"
autodoc_typehints_format = "short"
napoleon_google_docstring = False


class Search(SearchEnglish):
    """English by its stems, and Chinese by pairs of characters, which need no dictionary."""

    js_splitter_code = r"""
function splitQuery(query) {
  const pairs = (run) => Array.from({length: Math.max(run.length - 1, 1)}, (_, i) => run.slice(i, i + 2));
  const runs = query.match(/[\u4e00-\u9fff]+|\w+/g) || [];
  return runs.flatMap((run) => (run[0] < "\u4e00" ? [run] : pairs(run)));
}
"""

    def split(self, input: str) -> list[str]:
        """Take a text apart as the page takes apart what is asked for."""
        runs = re.findall(r"[\u4e00-\u9fff]+", input)
        pairs = [run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1))]
        return [*pairs, *re.findall(r"[a-zA-Z0-9_]+", input)]


MADE = re.compile(r"<!-- made: (\w+)(?: (\w+))? -->")
"""Where a table goes that is generated from the code."""


def fill_in(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Put the tables generated from the code in their places."""
    source[0] = MADE.sub(lambda found: made.TABLES[found[1]](found[2] or "en"), source[0])


def read_again(app: Sphinx, env: Any, *_changes: Any) -> list[str]:
    """Name the pages with such tables, which change without their source."""
    return [name for name in env.found_docs if MADE.search(Path(env.doc2path(name)).read_text("utf-8"))]


def setup(app: Sphinx) -> None:
    """Join what is ours to Sphinx."""
    app.add_search_language(Search)  # in place of the one for English
    app.connect("source-read", fill_in)
    app.connect("env-get-outdated", read_again)
