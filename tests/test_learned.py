"""The policies by which learned findings join those of the rules, and the measures they are chosen with."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.learned import Verdict, merge_indicators, merge_organisations
from extractors.learned.numbers import LABELS, NONE, window
from extractors.learned.passages import MAX_TOKENS, passages, syllable_spans
from extractors.model import Indicator, Organisation
from extractors.text import DocumentText
from pipeline.train.material import place
from pipeline.train.measures import Tally, best_threshold, reliability
from pipeline.train.noise import in_capitals, with_slips, without_diacritics


def _organisation(start: int, end: int, method: str = "rule") -> Organisation:
    return Organisation(start, end, "x" * (end - start), "X", method=method)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rules", "learned", "expected", "why"),
    [
        ([(0, 5)], [(10, 15)], [(0, 5), (10, 15)], "a name the rules do not have is added"),
        ([(0, 5)], [(0, 5)], [(0, 5)], "the same name stays the rules' own"),
        ([(0, 5)], [(3, 9)], [(0, 5)], "the model never moves an edge"),
        ([(4, 5)], [(0, 9)], [(4, 5)], "nor swallows a mention"),
        ([(5, 9)], [(0, 5), (9, 12)], [(0, 5), (5, 9), (9, 12)], "what only touches is beside it"),
        ([], [(0, 5)], [(0, 5)], "the rules found nothing"),
    ],
)
def test_rules_come_first_among_organisations(
    rules: list[tuple[int, int]], learned: list[tuple[int, int]], expected: list[tuple[int, int]], why: str
) -> None:
    merged = merge_organisations([_organisation(*r) for r in rules], [_organisation(*m, "model") for m in learned])
    assert [(m.start, m.end) for m in merged] == expected, why
    assert [(m.start, m.end) for m in merged if m.method == "rule"] == rules, why


def _indicator(start: int, role: str, whole: int | None = None) -> Indicator:
    return Indicator(start, start + 2, "12", "đoàn viên", 12, None, "count", None, "=", role, whole=whole)  # type: ignore[arg-type]


def _verdict(label: str, probability: float) -> Verdict:
    rest = (1 - probability) / (len(LABELS) - 1)
    return Verdict(label, probability, tuple(probability if known == label else rest for known in LABELS))


@pytest.mark.parametrize(
    ("verdict", "expected", "why"),
    [
        (_verdict(NONE, 0.95), [], "sure that it states nothing: the row goes"),
        (_verdict(NONE, 0.85), [("result", "rule")], "not sure enough: it stays"),
        (_verdict("target", 0.85), [("target", "model")], "sure of another role: that role, and the model's"),
        (_verdict("target", 0.7), [("result", "rule")], "not sure enough of it"),
        (_verdict("result", 0.99), [("result", "rule")], "agreement changes nothing"),
    ],
)
def test_the_classifier_corrects_where_it_is_sure(verdict: Verdict, expected: list[tuple[str, str]], why: str) -> None:
    merged = merge_indicators([_indicator(0, "result")], {0: verdict}, drop_above=0.9, change_above=0.8)
    assert [(row.role, row.method) for row in merged] == expected, why


def test_links_to_a_row_that_went_are_cut() -> None:
    rows = [_indicator(0, "result"), _indicator(9, "share", whole=0)]
    merged = merge_indicators(rows, {0: _verdict(NONE, 0.99)}, drop_above=0.9)
    assert merged == [replace(rows[1], whole=None)]


def test_without_thresholds_nothing_changes() -> None:
    rows = [_indicator(0, "result")]
    assert merge_indicators(rows, {0: _verdict(NONE, 1.0)}) == rows


def test_the_classifier_sees_one_number_in_its_own_paragraph() -> None:
    doc = DocumentText.of("Kế hoạch năm 2024.\nĐã kết nạp được 1.219 đoàn viên.\nThu 5 tỷ đồng.")
    assert window(doc, doc.text.index("1.219")) == "Đã kết nạp được « 1.219 » đoàn viên."


@pytest.mark.parametrize(
    ("text", "surfaces", "expected", "why"),
    [
        ("Sở Y tế và Sở Y tế", ["Sở Y tế", "Sở Y tế"], [(0, 7), (11, 18)], "the same words twice are two mentions"),
        ("LĐLĐ  tỉnh", ["LĐLĐ tỉnh"], [(0, 10)], "blanks do not matter"),
        ("VĂN PHÒNG CHÍNH PHỦ", ["VĂN PHÒNG CHÍNH PHỦ", "CHÍNH PHỦ"], [(0, 19), None], "no mention inside another"),
        ("đạt 1.219 và 19", ["19"], [(13, 15)], "not a piece of another number"),
        ("Bộ Y tế", ["Bộ Công Thương"], [None], "what does not stand there is told"),
    ],
)
def test_gold_is_found_in_the_text(
    text: str, surfaces: list[str], expected: list[tuple[int, int] | None], why: str
) -> None:
    placed, lost = place(text, surfaces)
    assert placed == expected, why
    assert lost == expected.count(None), why


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80).map(lambda text: unicodedata.normalize("NFC", text)))
def test_noise_keeps_every_offset(text: str) -> None:
    for noisy in (in_capitals(text), without_diacritics(text), with_slips(text, random.Random(0), 1.0)):
        assert len(noisy) == len(text)


def test_noise_is_what_it_says() -> None:
    assert in_capitals("Liên đoàn") == "LIÊN ĐOÀN"
    assert without_diacritics("Đảng bộ tỉnh") == "Dang bo tinh"
    assert with_slips("ổ", random.Random(0), 1.0) in ("ố", "õ")


@given(
    st.lists(st.sampled_from(["Sở Y tế báo cáo.", "Đạt 95,5%!", "Kết nạp 1.219 đoàn viên"]), min_size=1, max_size=200)
)
def test_passages_cover_the_text_once(sentences: list[str]) -> None:
    doc = DocumentText.of(" ".join(sentences))
    spans = list(passages(doc))
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert "".join("".join(doc.text[a:b] for a, b in spans).split()) == "".join(doc.text.split())
    assert all(len(syllable_spans(doc.text[a:b])) <= MAX_TOKENS for a, b in spans)


def test_tally() -> None:
    tally = Tally()
    tally.add([1, 2, 3], [2, 3, 4, 5])
    assert (tally.precision, tally.recall) == (2 / 3, 0.5)
    assert tally.f1 == pytest.approx(4 / 7)
    assert Tally().f1 == 0.0


def test_reliability_of_a_liar_and_of_an_honest_one() -> None:
    _, honest = reliability([(0.75, i % 4 > 0) for i in range(40)])
    _, liar = reliability([(0.95, i % 2 > 0) for i in range(40)])
    assert honest == pytest.approx(0.0)
    assert liar == pytest.approx(0.45)


@pytest.mark.parametrize(
    ("judged", "expected", "why"),
    [
        ([(0.9, True)] * 5 + [(0.6, False)] * 5, 0.9, "good above, harm below"),
        ([(0.9, True)] * 4, None, "too few cases to tell"),
        ([(0.9, False)] * 9, None, "it only harms"),
        ([(0.9, True)] * 6 + [(0.7, False)] * 3, 0.7, "two good for one bad still pays"),
    ],
)
def test_threshold(judged: list[tuple[float, bool]], expected: float | None, why: str) -> None:
    assert best_threshold(judged) == expected, why
