"""Short names of tables and columns for people, in Vietnamese and English (`headings.csv`)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["vi", "en"]


@cache
def _headings() -> Mapping[str, Mapping[str, str]]:
    text = (files("pipeline") / "headings.csv").read_text(encoding="utf-8")
    return {row["name"]: row for row in csv.DictReader(text.splitlines())}


def heading(name: str, language: Language) -> str:
    """The short name of a table or column; the name itself where it has none."""
    told = _headings().get(name)
    return told[language] if told else name


__all__ = ["Language", "heading"]
