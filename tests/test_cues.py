"""Patterns asked only where one of their words stands: what is asked first may be too much, never too little."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from extractors.cues import matches, small
from extractors.dates import patterns as dates
from extractors.indicators import clauses, mood, norms, periods, scope, timing
from extractors.indicators.lexicon import find
from extractors.needs import beginnings, contents
from extractors.numbers import digits, spans
from extractors.references import numbered

_CUES = [
    clauses._BREAK,
    mood._TOLD,
    norms._MADE_OF,
    periods._COUNTED,
    periods._NOW,
    periods._RELATIVE,
    scope.ACHIEVED,
    scope._SETS,
    scope._STRONG,
    timing._ALL_YEAR,
    *(find(kind) for kind in ("plan", "plan_object", "growth_noun", "result_heading", "base", "action", "nature_rate")),
]


@pytest.mark.parametrize(
    ("source", "expected", "why"),
    [
        (r"(?<!\p{L})(?:mùa\s+mưa|nắng)(?!\p{L})", r"(?:mùa\s+m(?:ưa)|nắng)", "what stands around tells nothing"),
        (r"t[ỷỉ]\s+lệ", r"(?:tỉ\s+lệ|tỷ\s+lệ)", "a set is each of its letters"),
        (r"(?:các\s+)?đợt", r"các\s+đợt|đợt", "one of two"),
        (r"\p{L}+\s+mưa", None, "any word"),
        (r"(?:mưa|gió)?", None, "nothing at all"),
        (r"(?(1)a|b)", None, "syntax that is not read"),
        (r"Đợt\s{1,4}\d", r"đợt\s+", "in small letters, up to what is not known"),
        (r"x{2}y", None, "one letter tells too little"),
    ],
)
def test_beginnings(source: str, expected: str | None, why: str) -> None:
    found = beginnings(source)
    if expected is None:
        assert found is None, why
    else:
        assert found is not None
        texts = ("mùa  mưa", "nắng", "tỷ lệ", "tỉ\nlệ", "đợt 5", "đợt", "các đợt", "các", "mùa", "lệ")
        assert [t for t in texts if re.match(found, t)] == [t for t in texts if re.match(expected, t)], why


@pytest.mark.parametrize(
    ("source", "text", "holds"),
    [
        (r"\p{L}+\s+được(?=\s+\d)", "xây được 4 cầu", True),
        (r"\p{L}+\s+được(?=\s+\d)", "xây 4 cầu", False),
        (r"(?:của\s+)?(?:GDP|GRDP)", "tăng grdp", True),
        (r"(?:của\s+)?(?:GDP|GRDP)", "của tỉnh", False),
        (r"đỉnh[^(),;]{0,60}\(\s*$", "đỉnh cao (", True),
    ],
)
def test_contents(source: str, text: str, holds: bool) -> None:
    found = contents(source)
    assert found is not None
    assert (re.search(found, text) is not None) == holds


_WORDS = sorted(
    {
        word
        for cue in _CUES
        for word in regex.findall(r"[\p{L}]{2,}", regex.sub(r"\\p\{\w+\}|\\.|\?P<\w+>|\[[^\]]*\]", " ", cue.pattern))
    }
)
_PIECES = st.sampled_from([*_WORDS, *(" ", "  ", "\n", ", ", "; ", ": ", " (", ") ", " 5", "2025", "%", "İ", "ſ", "ı")])


@given(st.lists(_PIECES, max_size=24), st.sampled_from(["", "upper", "title"]), st.integers(0, 30), st.integers(0, 200))
def test_finds_what_the_pattern_finds(pieces: list[str], case: str, start: int, length: int) -> None:
    text = " ".join(pieces)
    text = getattr(text, case)() if case else text
    for cue in _CUES:
        plain = regex.compile(cue.pattern, regex.IGNORECASE)
        for pos, end in ((0, None), (min(start, len(text)), min(start + length, len(text)))):
            spans = [m.span() for m in plain.finditer(text, pos, end)]
            assert [m.span() for m in cue.finditer(text, pos, end)] == spans, cue.pattern
            first = cue.search(text, pos, end)
            assert (first.span() if first else None) == (spans[0] if spans else None), cue.pattern
            here, there = cue.match(text, pos, end), plain.match(text, pos, end)
            assert (here and here.span()) == (there and there.span()), cue.pattern


def test_most_cues_are_read() -> None:
    assert all(cue.gated for cue in _CUES)


@given(st.text())
def test_small_letters_keep_their_places(text: str) -> None:
    assert len(small(text)) == len(text)
    assert small("İSTANBUL ſ") == "istanbul s"


_GATED = [
    (dates.ANCHOR, dates.BEGINS, True),
    (digits._EVIDENCE, digits._SEPARATED, False),
    (spans._patterns()[0], spans._FIGURE, False),
    (numbered._anchor(), numbered._DIGIT_BEFORE_CODE, False),
]
_FIGURES = st.sampled_from(
    (
        *"0123456789/-.,% :()+\n",
        *("ngày", "Tháng", "NĂM", "quý", "Q1/", "T5/2020", "mồng", "nửa", "những năm 90", "thập kỷ", " người"),
        *("NĐ-CP", "QĐ", "nq-", "TTg", "bis", "đ", " triệu", " tỷ rưỡi", "UBTVQH12", "2021", "1.234,5"),
    )
)


@given(st.lists(_FIGURES, max_size=20))
def test_gates_written_by_hand_let_everything_through(pieces: list[str]) -> None:
    text = "".join(pieces)
    for pattern, gate, small_letters in _GATED:
        found = [m.span() for m in matches(pattern, gate, text, small(text) if small_letters else text)]
        assert found == [m.span() for m in pattern.finditer(text)], pattern.pattern[:40]
