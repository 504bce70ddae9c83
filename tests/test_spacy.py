"""The spaCy tokenizer and components: the same results as the plain functions, in anybody's pipeline."""

from __future__ import annotations

import pickle
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractors.alignment import Alignment
from extractors.components import LAYERS, from_plain, to_plain
from extractors.dates import find_dates, resolve_dates
from extractors.indicators import find_indicators
from extractors.model import Context
from extractors.organisations import find_organisations, resolve_organisations
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText
from extractors.tokenizer import token_spans
from extractors.words import word_spans

TOKENIZER = {"nlp": {"tokenizer": {"@tokenizers": "chitieu.underthesea.v1"}}}
TEXT = (
    "Thực hiện Chương trình số 1563/CTr-TLĐ ngày 09/10/2019 của Tổng Liên đoàn Lao động Việt Nam, "
    "Liên đoàn Lao động tỉnh An Giang đã xây dựng Kế hoạch số 17 - KH/LĐLĐ.\n"
    "Sáu tháng đầu năm 2023, toàn tỉnh kết nạp 1.219 đoàn viên, đạt 61,5% chỉ tiêu; thành lập 12/15 công đoàn cơ sở. "
    "Ngày 31/5, hoà giải thành 3 vụ theo Chương trình 1563."
)
CONTEXT = Context(kind="report", issuer="Liên đoàn Lao động tỉnh An Giang", province="An Giang", issued_on="2023-06-12")


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("vi", config=TOKENIZER)


@pytest.fixture(scope="module")
def full(nlp: Language) -> Language:
    pipeline = spacy.blank("vi", config=TOKENIZER)
    for layer in LAYERS:
        pipeline.add_pipe(layer)
    return pipeline


def plain(text: str, context: Context) -> dict[str, Sequence[object]]:
    """What the pure functions find, in the pipeline's order."""
    doc = DocumentText.of(text)
    dates = find_dates(doc)
    references = resolve_references(find_references(doc, dates), doc, context)
    dates = resolve_dates(dates, doc, context)
    organisations = resolve_organisations(find_organisations(doc), doc, context)
    indicators = find_indicators(doc, dates, references, organisations, context, words=word_spans)
    return {
        "chitieu_references": references,
        "chitieu_dates": dates,
        "chitieu_organisations": organisations,
        "chitieu_indicators": indicators,
    }


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("Chương trình số 1563/CTr-TLĐ", ["Chương trình", "số", "1563/CTr-TLĐ"], "a symbol stays whole"),
        ("Nghị quyết số 02 - NQ/TW", ["Nghị quyết", "số", "02 - NQ/TW"], "also with blanks inside"),
        ("đạt 1.234,5 tấn", ["đạt", "1.234,5", "tấn"], "a number stays whole"),
        ("đạt 2178/1550", ["đạt", "2178", "/", "1550"], "two numbers are two"),
        ("ngày 17/5/2021", ["ngày", "17/5/2021"], "a date is one"),
        ("tháng 6/2022", ["tháng", "6/2022"], "a month of a year is one"),
        ("hoà giải", ["hoà giải"], "the spelling of tones is kept"),
        ("a  b\tc\n", ["a", " ", "b", "\t", "c", "\n"], "blanks beyond one are tokens, as everywhere in spaCy"),
        ("", [], "nothing is nothing"),
    ],
)
def test_tokens(nlp: Language, text: str, expected: list[str], why: str) -> None:
    assert [token.text for token in nlp(text)] == expected, why


def test_tokens_are_underthesea_words_where_nothing_is_kept_whole() -> None:
    sentence = "Các cấp công đoàn phối hợp tổ chức tuyên truyền, vận động người lao động gia nhập công đoàn"
    assert token_spans(sentence) == word_spans(sentence)


@given(
    st.text(
        alphabet=st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ ABĐ0123456789.,;:/-–()\n\t\u00a0\u0301“”%"),
        max_size=80,
    )
)
@example("Số: 12/BC-LĐLĐ\n1. Kết quả: 5.000.000 đồng (50%)")
@example("Ðảng uỷ khối – 5/2021/QĐ-TTg")
def test_the_text_survives_tokenizing(text: str) -> None:
    assert spacy.blank("vi", config=TOKENIZER)(text).text == text


@given(st.text(alphabet="aăôơưđĐệ\u0300\u0301\u0323\u0302\u031b 12,.", max_size=40))
def test_alignment_leads_back(text: str) -> None:
    aligned = Alignment(text)
    assert aligned.nfc == unicodedata.normalize("NFC", text)
    backs = [aligned.back(i) for i in range(len(aligned.nfc) + 1)]
    assert backs == sorted(backs)
    assert backs[-1] == len(text)


def test_decomposed_text_keeps_its_own_offsets(full: Language) -> None:
    text = unicodedata.normalize("NFD", TEXT)
    doc = full(text)
    assert doc.text == text
    found = [unicodedata.normalize("NFC", span.text) for span in doc.spans["chitieu_dates"]]
    assert found == [mention.surface for mention in doc._.chitieu_dates]


@pytest.mark.parametrize("context", [Context(), CONTEXT])
def test_components_find_what_the_functions_find(full: Language, context: Context) -> None:
    doc = full.make_doc(TEXT)
    doc._.chitieu_context = context
    doc = full(doc)
    expected = plain(TEXT, context)
    for layer, mentions in expected.items():
        assert mentions, f"the text has something of {layer}"
        assert list(getattr(doc._, layer)) == list(mentions)
        spans = doc.spans[layer]
        assert [span._.chitieu for span in spans] == list(mentions)
        assert {span.label_ for span in spans} == {LAYERS[layer][0]}
        for span in spans:
            assert span._.chitieu.surface in span.text


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("make", [lambda: spacy.blank("xx"), lambda: spacy.blank("vi", config=TOKENIZER)])
def test_a_component_works_alone(layer: str, make: Callable[[], Language]) -> None:
    alone = make()
    alone.add_pipe(layer)
    doc = alone(TEXT)
    assert doc.text == TEXT
    assert list(getattr(doc._, layer)) == list(plain(TEXT, Context())[layer])


def test_spans_say_what_they_stand_for(full: Language) -> None:
    doc = full(TEXT)
    assert "1563/CTr-TLĐ" in [span.kb_id_ for span in doc.spans["chitieu_references"]]
    assert "2023-01/2023-06" in [span.kb_id_ for span in doc.spans["chitieu_dates"]]


def test_the_key_of_the_span_group_is_a_setting() -> None:
    pipeline = spacy.blank("vi", config=TOKENIZER)
    pipeline.add_pipe("chitieu_dates", config={"spans_key": "ngày"})
    doc = pipeline("ngày 1/2/2020")
    assert [span.kb_id_ for span in doc.spans["ngày"]] == ["2020-02-01"]


def test_documents_survive_bytes_docbin_and_pickle(full: Language) -> None:
    doc = full(TEXT)
    copies = [Doc(full.vocab).from_bytes(doc.to_bytes()), pickle.loads(pickle.dumps(doc))]
    copies += DocBin(docs=[doc], store_user_data=True).get_docs(full.vocab)
    for copy in copies:
        for layer in LAYERS:
            assert getattr(copy._, layer) == getattr(doc._, layer)
            assert [span._.chitieu for span in copy.spans[layer]] == [span._.chitieu for span in doc.spans[layer]]


def test_a_pipeline_survives_disk_and_bytes(full: Language, tmp_path: Path) -> None:
    full.to_disk(tmp_path / "nlp")
    loaded = spacy.load(tmp_path / "nlp")
    rebuilt = spacy.blank("vi", config=TOKENIZER)
    for layer in LAYERS:
        rebuilt.add_pipe(layer)
    rebuilt.from_bytes(full.to_bytes())
    expected = full(TEXT)
    for again in (loaded, rebuilt):
        doc = again(TEXT)
        assert [token.text for token in doc] == [token.text for token in expected]
        assert doc._.chitieu_indicators == expected._.chitieu_indicators


def test_many_texts_at_once(full: Language) -> None:
    texts = [TEXT, "", "Ngày 1/2/2020.", TEXT[:120]]
    assert [doc._.chitieu_dates for doc in full.pipe(texts)] == [full(text)._.chitieu_dates for text in texts]


@pytest.mark.parametrize("layer", LAYERS)
def test_mentions_survive_plain_data(layer: str) -> None:
    for mention in plain(TEXT, CONTEXT)[layer]:
        assert from_plain(LAYERS[layer][1], to_plain(mention)) == mention  # type: ignore[arg-type]


def test_entry_points_name_what_is_there() -> None:
    from importlib.metadata import entry_points

    factories = {point.name: point for point in entry_points(group="spacy_factories")}
    assert set(LAYERS) <= set(factories)
    for layer in LAYERS:
        assert callable(factories[layer].load())
    (tokenizer,) = [p for p in entry_points(group="spacy_tokenizers") if p.name == "chitieu.underthesea.v1"]
    assert callable(tokenizer.load())
