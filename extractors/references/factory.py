"""`nlp.add_pipe("chitieu_references")`: references to documents as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of
from extractors.dates import find_dates
from extractors.model import Reference
from extractors.references import find_references, resolve_references


def references_of(doc: Doc) -> Sequence[Reference]:
    """References of a `Doc`, short forms resolved within it."""
    text = analysed(doc)
    return resolve_references(find_references(text, find_dates(text)), text, context_of(doc))


@Language.factory(
    "chitieu_references",
    default_config={"spans_key": "chitieu_references"},
    assigns=["doc.spans", "doc._.chitieu_references"],
)
def create_references(nlp: Language, name: str, spans_key: str) -> Component:
    """Make the component. `spans_key`: key of the span group; `kb_id` of its spans is the canonical symbol."""
    return Component("chitieu_references", references_of, spans_key)
