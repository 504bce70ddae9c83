"""Every word the explorer shows is there in both languages."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pipeline.explore import words
from pipeline.wording import LANGUAGES

PACKAGE = Path(words.__file__).parent
_ASKED = re.compile(r"""\b(?:w|word)\(\s*["']([a-z_.]+)["']""")
_LATER = re.compile(r"""["'](problem\.[a-z_.]+)["']""")
_COLUMNS = re.compile(r"""\b(?:h|column)\(\s*["']([a-z_]+)["']""")


def _asked() -> dict[str, str]:
    found = {}
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        for pattern in (_ASKED, _LATER):
            found.update({key: path.name for key in pattern.findall(text) if not key.endswith((".", ".html"))})
    return found


def test_every_key_that_is_used_is_there() -> None:
    asked = _asked()
    assert len(asked) > 10
    assert {key: where for key, where in asked.items() if key not in words.all_words()} == {}


def test_every_column_that_is_shown_has_a_name() -> None:
    asked = {name for path in PACKAGE.rglob("*.html") for name in _COLUMNS.findall(path.read_text(encoding="utf-8"))}
    assert len(asked) > 10
    assert all(words.column(name, language) for name in asked for language in LANGUAGES)


def test_both_languages_say_something_and_fill_in_the_same() -> None:
    for key, row in words.all_words().items():
        assert row["vi"], key
        assert row["en"], key
        named = [sorted(re.findall(r"\{(\w+)\}", row[language])) for language in LANGUAGES]
        assert named[0] == named[1] or key.endswith(".one"), key


def test_no_key_stands_twice() -> None:
    rows = []
    for path in PACKAGE.glob("words*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            rows += csv.DictReader(lines)
    assert len(rows) == len({row["key"] for row in rows})
    assert all(None not in row and None not in row.values() for row in rows), "an unquoted comma"
