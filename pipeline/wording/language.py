"""The languages people are spoken to in, and the tables of words in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
"""Vietnamese first: what a reader gets who has not chosen."""
Words = Mapping[Language, str]
"""One thing in each language."""


def rows_of(package: str, file: str) -> Iterator[Mapping[str, str]]:
    """The rows of a table of words.

    Args:
        package: the package it lies in.
        file: its name; CSV in UTF-8 with columns `vi` and `en`.
    """
    yield from csv.DictReader((files(package) / file).read_text(encoding="utf-8").splitlines())


def words_of(row: Mapping[str, str]) -> Words:
    """What a row of a table of words says."""
    return {language: row[language] for language in LANGUAGES}
