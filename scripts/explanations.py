#!/usr/bin/env python3
"""Write docs/explanations.md: what `landwatch explain` prints of three contracts of the sample.

Run it with ``.venv/bin/python scripts/explanations.py`` after a change of rules, labels or sample; a test
holds that the file equals what the command prints.
"""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from landwatch.cli import app
from landwatch.formats import ReaderSettings
from landwatch.services.files.importing import import_files
from landwatch.services.sample.demo import sample_folder

DOCUMENT = Path(__file__).parents[1] / "docs" / "explanations.md"
RECORDED_AT = datetime(2024, 1, 21, 9, 30, tzinfo=timezone(timedelta(hours=8)))

INTRODUCTION = """# Three explanations

What `landwatch explain` prints of three contracts of the sample, in Chinese and in English. The sample is
invented (示意数据). The page is made by `.venv/bin/python scripts/explanations.py`, not by hand.

Read a tree from the top: a value rests on what stands below it. In brackets stand the clause, how sure its
wording is, for legal numbers the day that chose them and since when they hold, and for facts the document,
who recorded it and when.
"""

CASES = (
    (
        "渝綦工2022-018",
        "A plain default",
        "The agreed day has passed and no commencement is on record. Days late, damages and the next step "
        "follow.",
    ),
    (
        "渝綦工2022-053",
        "A government cause",
        "The agreed day has passed as well, and yet there is no default: a verified cause moves the day.",
    ),
    (
        "渝綦工2021-065",
        "A missing record blocks the route",
        "The land is suspected idle. The route to an idle fee is blocked, because no investigation notice, "
        "no recognition, no hearing notice and no approval are on file; each is named, with who has to act.",
    ),
)


def explained(contract_no: str, language: str, database: str) -> str:
    """Run the command and return what it prints."""
    asked = ["explain", contract_no, "--on", "2023-12-31", "--lang", language, "--database", database]
    printed = io.StringIO()
    with redirect_stdout(printed):
        app(asked, standalone_mode=False)
    return printed.getvalue()


def document() -> str:
    """Put the page together from a register of the sample that is made for it."""
    parts = [INTRODUCTION]
    with TemporaryDirectory() as folder:
        database = f"gpkg:///{folder}/sample.gpkg"
        import_files(
            database,
            [sample_folder()],
            readers=ReaderSettings(),
            recorded_by="示例录入员",
            recorded_at=RECORDED_AT,
        )
        for contract_no, title, comment in CASES:
            parts.append(f"## {title}\n\n{comment}\n")
            for language in ("zh", "en"):
                command = f"landwatch explain {contract_no} --on 2023-12-31 --lang {language}"
                told = explained(contract_no, language, database)
                parts.append(f"```\n$ {command}\n{told}```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    # The page shows the conventions as they come, not those of whoever writes it.
    for name in [name for name in os.environ if name.startswith("LANDWATCH_")]:
        del os.environ[name]
    DOCUMENT.write_text(document(), encoding="utf-8", newline="\n")
