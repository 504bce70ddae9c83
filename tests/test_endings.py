"""Patterns asked from the end of a text find what they find from its start."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors.endings import Ending

_SOURCES = (
    r"(?:được|đạt|có|tổng số)\s*$",
    r"(?<!\p{L})từ\s*(?:đủ\s*)?$",
    r"(?:^|\s)(?:của|(?<!(?:nhà|chỗ)\s)ở|ước(?:\s+\d{1,2})?)$",
    r"\p{Lu}\p{Ll}+\s+\p{Lu}\p{Ll}+\s*$",
    r"(?P<cue>ít nhất|nhất|ít)\s*(?:có\s+|là\s+)?$",
    r"có\s+dưới\s*$|nếu\s+(?:\S+\s+){0,4}có\s+$",
    r"(?:đạt|có)\s*[:,]?\s*$|\d{2}$",
    r"nếu\s+[^.]*$",
)
_WORDS = (
    "được",
    "Đạt",
    "có",
    "tổng số",
    "từ",
    "đủ",
    "của",
    "nhà",
    "ở",
    "ước",
    "12",
    "ít nhất",
    "nếu",
    "dưới",
    "Hà",
    ".",
    ":",
    "\u00a0",
    "１２",
)


@pytest.mark.parametrize("source", _SOURCES)
@given(words=st.lists(st.sampled_from(_WORDS), max_size=8), gap=st.sampled_from(" \n"), cut=st.integers(0, 12))
def test_finds_what_the_pattern_finds(source: str, words: list[str], gap: str, cut: int) -> None:
    text = gap.join(words) + ("" if cut % 3 else gap)
    plain, ending = regex.compile(source, regex.IGNORECASE), Ending(source, regex.IGNORECASE)
    start, end = min(cut, len(text)), max(0, len(text) - cut // 2)
    for pos, endpos in ((0, len(text)), (start, max(start, end))):
        expected, found = plain.search(text, pos, endpos), ending.search(text, pos, endpos)
        assert (found and (found.span(), found.groups())) == (expected and (expected.span(), expected.groups()))
    assert ending.sub("", text) == plain.sub("", text)


def test_a_line_break_at_the_end_is_no_obstacle() -> None:
    assert Ending(r"từ$").search("kể từ\n") is not None
