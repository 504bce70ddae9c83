"""What holds for organisations in any text."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from extractors.model import Context
from extractors.organisations import find_organisations, resolve_organisations
from extractors.organisations.identity import organisation_id
from extractors.organisations.patterns import lexicon
from extractors.organisations.provinces import Province, all_provinces, fold_tones
from extractors.organisations.tokens import Tokens, Trie, fold
from extractors.text import DocumentText

PIECES = st.sampled_from(
    [
        "UBND", "tỉnh", "Nam Định", "thành phố", "TP.", "HCM", "Liên đoàn Lao động", "LĐLĐ", "Ban Thường vụ", "Sở",
        "Y tế", "Tài chính", "và", ",", ";", ":", "(", ")", "-", "/", "&", "\n", "\n\n", "   ", "các", "Công ty TNHH",
        "Minh Phát", "số 5", "12", "Trường THPT", "Chủ tịch", "Chính phủ", "số", "Ngân hàng", "chi nhánh", "HĐND",
        "Trung tâm", "Văn hóa", "Thể thao", "huyện", "Ý Yên", "xã", "Quảng Trị", "VĂN PHÒNG", "TỈNH ỦY", "(SKC)", "SKC",
        "İ", "ß", "Đảng ủy", "khu vực", "XIX", "cấp", "|", "*", "“", "”", "Báo", "Thành ủy", "Thường trực", "TT.",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=30).map(" ".join).map(lambda t: unicodedata.normalize("NFC", t))
CONTEXTS = st.sampled_from(
    [
        Context(),
        Context(province="Nam Định", province_code="36", issued_on="2020-01-01"),
        Context(province="Hà Nội", issued_on="2026-01-01"),
        Context(kind="law", issuer="Chính phủ"),
    ]
)


@given(TEXTS, CONTEXTS)
def test_spans_are_the_text_in_order_and_apart(text: str, context: Context) -> None:
    doc = DocumentText.of(text)
    found = resolve_organisations(find_organisations(doc), doc, context)
    assert all(doc.text[o.start : o.end] == o.surface and o.surface for o in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(o.name == " ".join(o.name.split()) and 0 < o.confidence <= 1 for o in found)


@given(TEXTS, CONTEXTS)
def test_the_same_text_gives_the_same_mentions(text: str, context: Context) -> None:
    doc, again = DocumentText.of(text), DocumentText.of(text)
    assert resolve_organisations(find_organisations(doc), doc, context) == resolve_organisations(
        find_organisations(again), again, context
    )


@given(st.text(max_size=200).map(lambda t: unicodedata.normalize("NFC", t)))
def test_any_text_is_read(text: str) -> None:
    doc = DocumentText.of(text)
    assert all(doc.text[o.start : o.end] == o.surface for o in find_organisations(doc))


@given(
    st.sampled_from(["UBND", "HĐND", "LĐLĐ", "Sở Y tế", "Công an", "Ban Thường vụ LĐLĐ", "Ủy ban nhân dân"]),
    st.sampled_from([p for p in all_provinces() if p.valid_to is None]),
)
def test_a_name_is_one_in_any_case(head: str, province: Province) -> None:
    written = f"{head} {province.full_name}"
    names = set()
    for form in (written, written.upper()):
        doc = DocumentText.of(f"{form}.")
        (found,) = resolve_organisations(find_organisations(doc), doc, Context(issued_on="2026-01-01"))
        assert found.surface == form
        assert found.province_code == province.code
        names.add((found.name, found.org_id))
    assert len(names) == 1


@given(TEXTS)
def test_resolving_twice_changes_nothing_more(text: str) -> None:
    doc = DocumentText.of(text)
    context = Context(province="Nam Định", province_code="36", issued_on="2020-01-01")
    once = resolve_organisations(find_organisations(doc), doc, context)
    settled = [o for o in once if not o.open_place]
    assert resolve_organisations(settled, doc, context) == settled


def test_a_letter_without_plain_form_is_no_end_of_a_name() -> None:
    assert find_organisations(DocumentText.of("Liên đoàn Lao động ß")) == []


@given(st.text(max_size=60))
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.sampled_from(["Hòa", "hoà", "HÒA"]), st.sampled_from(["ủy", "uỷ", "ỦY"]))
def test_tone_placement_is_one(a: str, b: str) -> None:
    assert fold_tones(a) == "hòa"
    assert fold_tones(b) == "ủy"


@given(st.text(alphabet="abcđơ ", min_size=1, max_size=20), st.sampled_from([None, "36", "01"]))
def test_ids_are_made_of_plain_letters(name: str, code: str | None) -> None:
    made = organisation_id(name, code)
    assert made.startswith("org:")
    assert made.removeprefix("org:").replace("-", "").isalnum()
    assert made.isascii()
    assert made == organisation_id(name.upper(), code)


def test_every_form_of_the_gazetteer_is_found_where_it_stands() -> None:
    from gazetteers import read_table, split_cell

    missed = []
    for row in read_table("organisations"):
        for form in (row["name"], *split_cell(row["forms"])):
            doc = DocumentText.of(f"Theo {form}.")
            if [o.surface for o in find_organisations(doc)] != [form]:
                missed.append(form)
    assert missed == []


def test_a_trie_prefers_the_longest() -> None:
    trie: Trie[str] = Trie()
    trie.add("Sở Y", "short")
    trie.add("Sở Y tế - Môi trường", "long")
    tokens = Tokens("Sở Y tế, môi trường")
    assert trie.longest(tokens, 0) == ("long", 5)
    assert trie.longest(Tokens("Sở Y tế"), 0) == ("short", 2)
    assert lexicon().starts.starts("ubnd")
