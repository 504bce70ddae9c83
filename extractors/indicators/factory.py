"""`nlp.add_pipe("chitieu_indicators")`: numeric achievements as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of, mentions_of
from extractors.dates.factory import dates_of
from extractors.indicators import find_indicators
from extractors.model import Indicator
from extractors.organisations.factory import organisations_of
from extractors.references.factory import references_of
from extractors.words import word_spans


def indicators_of(doc: Doc) -> Sequence[Indicator]:
    """Indicators of a `Doc`; what earlier components have found in it is used, what is missing is found first."""
    dates = mentions_of(doc, "chitieu_dates")
    references = mentions_of(doc, "chitieu_references")
    organisations = mentions_of(doc, "chitieu_organisations")
    return find_indicators(
        analysed(doc),
        dates_of(doc) if dates is None else dates,
        references_of(doc) if references is None else references,
        organisations_of(doc) if organisations is None else organisations,
        context_of(doc),
        words=word_spans,
    )


@Language.factory(
    "chitieu_indicators",
    default_config={"spans_key": "chitieu_indicators"},
    assigns=["doc.spans", "doc._.chitieu_indicators"],
)
def create_indicators(nlp: Language, name: str, spans_key: str) -> Component:
    """Make the component. `spans_key`: key of the span group; `kb_id` of its spans is the label."""
    return Component("chitieu_indicators", indicators_of, spans_key)
