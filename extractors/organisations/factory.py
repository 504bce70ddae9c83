"""`nlp.add_pipe("chitieu_organisations")`: organisations as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of
from extractors.model import Organisation
from extractors.organisations import find_organisations, resolve_organisations


def organisations_of(doc: Doc) -> Sequence[Organisation]:
    """Organisations of a `Doc`, with the province `doc._.chitieu_context` tells."""
    text = analysed(doc)
    return resolve_organisations(find_organisations(text), text, context_of(doc))


@Language.factory(
    "chitieu_organisations",
    default_config={"spans_key": "chitieu_organisations"},
    assigns=["doc.spans", "doc._.chitieu_organisations"],
)
def create_organisations(nlp: Language, name: str, spans_key: str) -> Component:
    """Make the component. `spans_key`: key of the span group; `kb_id` of its spans is the id, or else the full name."""
    return Component("chitieu_organisations", organisations_of, spans_key)
