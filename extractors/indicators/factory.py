"""`nlp.add_pipe("chitieu_indicators")`: numeric achievements as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of, mentions_of
from extractors.dates.factory import dates_of
from extractors.indicators import find_indicators
from extractors.model import Indicator
from extractors.organisations.factory import organisations_of
from extractors.references.factory import references_of
from extractors.words import word_spans


def indicators_of(doc: Doc, models: str | None = None) -> Sequence[Indicator]:
    """Indicators of a `Doc`; what earlier components have found in it is used, what is missing is found first.

    Args:
        doc: the document.
        models: folder of trained models whose verdict corrects the rules, or `builtin`; null: the rules alone.
    """
    dates = mentions_of(doc, "chitieu_dates")
    references = mentions_of(doc, "chitieu_references")
    organisations = mentions_of(doc, "chitieu_organisations")
    found = find_indicators(
        analysed(doc),
        dates_of(doc) if dates is None else dates,
        references_of(doc) if references is None else references,
        organisations_of(doc) if organisations is None else organisations,
        context_of(doc),
        words=word_spans,
    )
    if models is None:
        return found
    from extractors.learned import correct_indicators
    from extractors.learned.models import loaded_models

    model = loaded_models(models).numbers
    return found if model is None else correct_indicators(analysed(doc), found, model)


@Language.factory(
    "chitieu_indicators",
    default_config={"spans_key": "chitieu_indicators", "models": None},
    assigns=["doc.spans", "doc._.chitieu_indicators"],
)
def create_indicators(nlp: Language, name: str, spans_key: str, models: str | None) -> Component:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: of the component in it.
        spans_key: key of the span group; `kb_id` of its spans is the label.
        models: folder of trained models whose verdict corrects the rules (`extractors.learned`), or `builtin`; null:
            none.
    """
    return Component("chitieu_indicators", partial(indicators_of, models=models), spans_key)
