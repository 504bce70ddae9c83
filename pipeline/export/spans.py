"""Documents with their mentions as spans, in the forms of spaCy, doccano and Label Studio."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from pipeline.export.choose import Options, batches, rows_sql, tables_of
from pipeline.review.decisions import REVIEWABLE
from pipeline.review.resolve import key_of
from pipeline.schema import Row

if TYPE_CHECKING:
    import duckdb
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

LABELS: Mapping[str, str] = {
    "document_references": "REFERENCE",
    "dates": "DATE",
    "organisations": "ORGANISATION",
    "indicators": "INDICATOR",
}
_SAID: Mapping[str, tuple[str, ...]] = {
    "document_references": ("form", "symbol", "date", "relation"),
    "dates": ("edtf", "kind"),
    "organisations": ("name", "org_type", "level"),
    "indicators": ("label", "value", "value_high", "kind", "unit", "comparator", "role", "period", "indicator_code"),
}


@dataclass(frozen=True, slots=True)
class Annotated:
    """One document and its spans. Offsets are code points into `text`."""

    doc_id: str
    source: str
    text: str
    spans: tuple[tuple[int, int, str, Row], ...]
    """(start, end, label, what the row says), in text order."""


def annotated(connection: duckdb.DuckDBPyConnection, options: Options) -> Iterator[Annotated]:
    """The documents to give out with the mentions to give out, by path."""
    tables = [table.name for table in tables_of(options) if table.name in REVIEWABLE]
    for documents in batches(connection, rows_sql("documents", ("doc_id", "source", "text")), 200):
        ids = ", ".join(f"'{doc_id}'" for doc_id, *_ in documents)
        spans: dict[str, list[tuple[int, int, str, Row]]] = {doc_id: [] for doc_id, *_ in documents}
        for table in tables:
            names = (key_of(table), *_SAID[table], "review_status")
            told = ", ".join(f"t.{name}" for name in names)
            rows = connection.execute(
                f"SELECT t.doc_id, t.char_start, t.char_end, {told} FROM chosen_{table} t WHERE t.doc_id IN ({ids})"
            ).fetchall()
            for doc_id, start, end, row_id, *values in rows:
                said = {name: v for name, v in zip(names[1:], values, strict=True) if v is not None}
                spans[doc_id].append((start, end, LABELS[table], {"id": row_id, **said}))
        for doc_id, source, text in documents:
            found = sorted(spans[doc_id], key=lambda span: (span[0], span[1], span[2], span[3]["id"]))
            yield Annotated(doc_id, source, text, tuple(found))


def write_spans(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """JSON Lines of the form asked for; a `.json` file holds them as one list.

    Returns:
        documents and spans written.
    """
    make = FORMS[options.form]
    n_documents = n_spans = 0
    as_list = target.name.removesuffix(".partial").endswith(".json")
    with target.open("w", encoding="utf-8", newline="\n") as out:
        for document in annotated(connection, options):
            line = json.dumps(make(document), ensure_ascii=False, default=str)
            out.write((("[\n" if not n_documents else ",\n") + line) if as_list else line + "\n")
            n_documents += 1
            n_spans += len(document.spans)
        if as_list:
            out.write("\n]\n" if n_documents else "[]\n")
    return {"documents": n_documents, "spans": n_spans}


def _spacy(document: Annotated) -> dict[str, Any]:
    """`text` with `spans` of start, end and label, as spaCy's own annotation tool writes them."""
    return {
        "text": document.text,
        "spans": [{"start": b, "end": e, "label": label, "said": said} for b, e, label, said in document.spans],
        "meta": {"doc_id": document.doc_id, "source": document.source},
    }


def _doccano(document: Annotated) -> dict[str, Any]:
    return {
        "text": document.text,
        "label": [[b, e, label] for b, e, label, _ in document.spans],
        "doc_id": document.doc_id,
        "source": document.source,
    }


def _label_studio(document: Annotated) -> dict[str, Any]:
    """One task. Label Studio counts as browsers do, in UTF-16 units; where a text has none beyond the basic plane
    these are code points."""
    to_units = _units(document.text)
    result = [
        {
            "id": f"{said['id']}-{i}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": to_units(b), "end": to_units(e), "text": document.text[b:e], "labels": [label],
            },
            "meta": {"text": [json.dumps(said, ensure_ascii=False, default=str)]},
        }
        for i, (b, e, label, said) in enumerate(document.spans)
    ]  # fmt: skip
    return {
        "data": {"text": document.text, "doc_id": document.doc_id, "source": document.source},
        "annotations": [{"result": result}],
    }


def _units(text: str) -> Callable[[int], int]:
    if text.isascii() or max(text, default="") <= "\uffff":
        return lambda offset: offset
    return lambda offset: len(text[:offset].encode("utf-16-le")) // 2


FORMS: Mapping[str, Callable[[Annotated], dict[str, Any]]] = {
    "spacy": _spacy,
    "doccano": _doccano,
    "label-studio": _label_studio,
}


def write_docbin(connection: duckdb.DuckDBPyConnection, target: Path, options: Options) -> dict[str, int]:
    """A spaCy `DocBin`: each table's mentions in `doc.spans[<label>]`, the longest that do not overlap in `doc.ents`.

    Tokens end where spans do, so that every span is there to the character.
    """
    from spacy.tokens import DocBin, Span
    from spacy.util import filter_spans
    from spacy.vocab import Vocab

    vocab = Vocab()
    store = DocBin(attrs=["SPACY", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    n_documents = n_spans = 0
    for document in annotated(connection, options):
        doc = _tokenised(document, vocab)
        spans: list[Span] = []
        for label in LABELS.values():
            mine = [
                doc.char_span(b, e, label=label, span_id=said["id"])
                for b, e, name, said in document.spans
                if name == label
            ]
            doc.spans[label] = [span for span in mine if span is not None]
            spans += doc.spans[label]
        doc.ents = filter_spans(spans)
        doc.user_data = {"doc_id": document.doc_id, "source": document.source}
        store.add(doc)
        n_documents += 1
        n_spans += len(spans)
    store.to_disk(target)
    return {"documents": n_documents, "spans": n_spans}


_TOKEN = regex.compile(r"[\p{L}\p{M}\p{N}]+|\s|.", regex.DOTALL)


def _tokenised(document: Annotated, vocab: Vocab) -> Doc:
    from spacy.tokens import Doc

    cuts = sorted({offset for b, e, *_ in document.spans for offset in (b, e)})
    words: list[str] = []
    spaces: list[bool] = []
    for match in _TOKEN.finditer(document.text):
        begin, end = match.span()
        # One blank behind a token is told by the token, so that words are not parted by tokens of their own.
        if match[0] == " " and words and not spaces[-1] and not words[-1].isspace():
            spaces[-1] = True
            continue
        at = begin
        for cut in cuts[bisect_right(cuts, begin) : bisect_left(cuts, end)] if end - begin > 1 else ():
            words.append(document.text[at:cut])
            spaces.append(False)
            at = cut
        words.append(document.text[at:end])
        spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)
