"""`nlp.add_pipe("chitieu_dates")`: dates and periods as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of
from extractors.dates import find_dates, resolve_dates
from extractors.model import DateMention


def dates_of(doc: Doc) -> Sequence[DateMention]:
    """Dates of a `Doc`, year-less ones resolved where `doc._.chitieu_context` tells the year."""
    text = analysed(doc)
    return resolve_dates(find_dates(text), text, context_of(doc))


@Language.factory(
    "chitieu_dates",
    default_config={"spans_key": "chitieu_dates"},
    assigns=["doc.spans", "doc._.chitieu_dates"],
)
def create_dates(nlp: Language, name: str, spans_key: str) -> Component:
    """Make the component. `spans_key`: key of the span group; `kb_id` of its spans is the EDTF value."""
    return Component("chitieu_dates", dates_of, spans_key)
