"""The policies by which learned findings join those of the rules, and the measures they are chosen with."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.learned import Finding, Trust, Verdict, merge_indicators, merge_organisations
from extractors.learned.models import calibrated
from extractors.learned.numbers import LABELS, NONE, window
from extractors.learned.organisations import looks_like_a_name
from extractors.learned.passages import MAX_TOKENS, passages, syllable_spans
from extractors.model import Indicator, Organisation
from extractors.text import DocumentText
from pipeline.train.material import place
from pipeline.train.measures import Tally, best_threshold, reliability, shares_from
from pipeline.train.names import renamed
from pipeline.train.noise import in_capitals, with_slips, without_diacritics


def _organisation(start: int, end: int, method: str = "rule") -> Organisation:
    return Organisation(start, end, "x" * (end - start), "X", method=method)  # type: ignore[arg-type]


def _surface(length: int) -> str:
    """Words that could be a name; there are none of one letter or two."""
    return "VFFVFFV"[:length] if length <= 7 else f"VFF A{'o' * (length - 5)}"


TRUST = Trust(add_above=0.6, extend_above=0.9, confidences=((0.5, 0.4), (0.9, 0.8)))


@pytest.mark.parametrize(
    ("rules", "learned", "expected", "why"),
    [
        ([(0, 5)], [(10, 15, 0.7)], [(0, 5, "rule"), (10, 15, "model")], "a name the rules do not have is added"),
        ([(0, 5)], [(10, 15, 0.5)], [(0, 5, "rule")], "not where the model is unsure"),
        ([(0, 5)], [(0, 5, 1.0)], [(0, 5, "rule")], "the same name stays the rules' own"),
        ([(0, 5)], [(0, 9, 0.95)], [(0, 9, "model")], "a name that goes on takes its longer end"),
        ([(0, 5)], [(0, 9, 0.8)], [(0, 5, "rule")], "not where the model is unsure of it"),
        ([(0, 5)], [(0, 3, 1.0)], [(0, 5, "rule")], "a mention is never made shorter"),
        ([(0, 5)], [(3, 9, 1.0)], [(0, 5, "rule")], "nor does its beginning move"),
        ([(4, 5)], [(0, 9, 1.0)], [(4, 5, "rule")], "nor is it swallowed"),
        ([(0, 5), (6, 8)], [(0, 9, 1.0)], [(0, 5, "rule"), (6, 8, "rule")], "nor do two become one"),
        ([(5, 9)], [(0, 5, 1.0), (9, 12, 1.0)], [(0, 5, "model"), (5, 9, "rule"), (9, 12, "model")], "beside it"),
        ([], [(0, 5, 0.7), (0, 9, 0.8), (7, 9, 0.65)], [(0, 9, "model")], "of readings that overlap the surest"),
        ([(0, 5)], [(0, 9, 0.95), (0, 12, 0.92)], [(0, 9, "model")], "a longer end is taken once"),
        ([], [(0, 5, 0.7)], [(0, 5, "model")], "the rules found nothing"),
    ],
)
def test_rules_come_first_among_organisations(
    rules: list[tuple[int, int]],
    learned: list[tuple[int, int, float]],
    expected: list[tuple[int, int, str]],
    why: str,
) -> None:
    findings = [Finding(a, b, _surface(b - a), p) for a, b, p in learned]
    merged = merge_organisations([_organisation(*r) for r in rules], findings, TRUST)
    assert [(m.start, m.end, m.method) for m in merged] == expected, why
    assert all(len(m.surface) == m.end - m.start for m in merged)


@pytest.mark.parametrize(
    ("surface", "expected", "why"),
    [
        ("Công ty TNHH Ván ép Sơn Trà", True, "a body's word first, a name's word last"),
        ("Hội đồng hương Sơn Trà tại Bình Dương", True, "small words within"),
        ("Trường THPT số 2", True, "a number last"),
        ("Hội Khuyến học (chi nhánh Sơn Trà)", True, "a bracket last"),
        ("VFF", True, "an abbreviation"),
        ("VFF Sơn Trà", True, "and a name with one"),
        ("SẢN XUẤT THỦY SẢN", False, "among capitals a word like any other"),
        ("Văn Thành", False, "no body's word"),
        ("UBND được", False, "no name's word last"),
        ("Công ty Sao Mai. Hôm nay", False, "over the end of a sentence"),
        ("Công ty Sao Mai ủng hộ 500 triệu đồng; Hội", False, "over a sum and a list's member"),
        ("Sở Y tế và 2 cơ sở An Giang", False, "over a count"),
        ("Công ty " + "Sao " * 20 + "Mai", False, "too long"),
        ("” tỉnh An Giang", False, "a mark first"),
        ("Công ty", False, "a class"),
    ],
)
def test_what_could_be_a_name(surface: str, expected: bool, why: str) -> None:
    assert looks_like_a_name(surface) is expected, why


def test_a_longer_end_keeps_what_the_rules_read_of_the_beginning() -> None:
    rule = Organisation(0, 4, "CTCP", "Công ty cổ phần", org_type="company", province_code="24", open_place="tỉnh")
    (merged,) = merge_organisations([rule], [Finding(0, 12, "CTCP\u00a0Sao Mai", 0.95)], TRUST)
    assert (merged.name, merged.org_type, merged.province_code) == ("Công ty cổ phần Sao Mai", "company", "24")
    assert (merged.open_place, merged.confidence) == ("", 0.8)
    assert merged.org_id is not None
    assert merged.org_id.startswith("org:cong-ty-co-phan-sao-mai")


def test_a_model_that_was_never_measured_is_not_believed() -> None:
    assert merge_organisations([], [Finding(0, 5, _surface(5), 1.0)], Trust()) == []


def test_confidence_is_what_probabilities_were_worth() -> None:
    assert [calibrated(p, TRUST.confidences) for p in (0.4, 0.5, 0.89, 0.9, 1.0)] == [0.5, 0.4, 0.4, 0.8, 0.8]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.floats(0, 1)), max_size=12), st.randoms())
def test_merged_organisations_never_overlap(found: list[tuple[int, int, float]], draw: random.Random) -> None:
    findings = [Finding(a, a + n, _surface(n), p) for a, n, p in found]
    rules = [_organisation(a, a + draw.randint(1, 5)) for a in range(0, 50, 7) if draw.random() < 0.5]
    merged = merge_organisations(rules, findings, Trust(0.3, 0.4))
    assert all(left.end <= right.start for left, right in pairwise(merged))
    assert {m.start for m in rules} <= {m.start for m in merged}, "no mention of the rules is lost"


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
        (
            "Sở Y tế - UỶ BAN",
            ["sở y tế", "Ủy ban"],
            [(0, 7), (10, 16)],
            "as when a run is scored, case and tones apart",
        ),
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


def test_an_optional_mention_may_lie_inside_another() -> None:
    surfaces = ["Cục Y tế - Bộ Công an", "Cục Y tế", "Bộ Công an", "Bộ Công an"]
    placed, lost = place("Cục Y tế - Bộ Công an; Bộ Công an", surfaces, [False, True, True, False])
    assert placed == [(0, 21), (0, 8), (11, 21), (23, 33)]
    assert lost == 0


def test_invented_names_stand_where_names_stood() -> None:
    text = "Hôm qua Công ty TNHH Sao Mai và UBND tỉnh họp; Trường Tiểu học Kim Đồng tặng quà."
    spans = [(8, 28), (32, 41), (47, 71)]
    assert [text[a:b] for a, b in spans] == ["Công ty TNHH Sao Mai", "UBND tỉnh", "Trường Tiểu học Kim Đồng"]
    seen = set()
    for seed in range(20):
        new, placed = renamed(text, spans, random.Random(seed))
        names = [new[a:b] for a, b in placed]
        assert names[0].startswith("Công ty TNHH ")
        assert names[2].startswith("Trường Tiểu học ")
        assert "".join(new.split(names[0], 1)[0]) == "Hôm qua "
        assert new.endswith(" tặng quà.")
        seen |= set(names)
    assert len(seen) > 30
    assert renamed(text, spans, random.Random(3)) == renamed(text, spans, random.Random(3))


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


def test_shares_rise_with_probability_and_few_cases_prove_little() -> None:
    judged = [(0.5, False)] * 8 + [(0.7, True)] * 4 + [(0.7, False)] * 4 + [(0.8, False)] * 8 + [(0.9, True)] * 8
    assert shares_from(judged) == [(0.5, 0.1), (0.7, 0.278), (0.9, 0.9)]
    assert shares_from([(0.9, True)] * 2) == []
    assert shares_from([(0.2, False), (0.3, False), (0.4, True), (0.9, True)]) == [(0.2, 0.5)], "what is left joins"


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
