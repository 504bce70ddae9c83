"""`nlp.add_pipe("chitieu_organisations")`: organisations as a spaCy component."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from spacy.language import Language
from spacy.tokens import Doc

from extractors.components import Component, analysed, context_of
from extractors.model import Organisation
from extractors.organisations import find_organisations, resolve_organisations


def organisations_of(doc: Doc, models: str | None = None) -> Sequence[Organisation]:
    """Organisations of a `Doc`, with the province `doc._.chitieu_context` tells.

    Args:
        doc: the document.
        models: folder of trained models to ask besides the rules, or `builtin`; null: the rules alone.
    """
    text = analysed(doc)
    found = resolve_organisations(find_organisations(text), text, context_of(doc))
    if models is None:
        return found
    from extractors.learned import add_organisations
    from extractors.learned.models import loaded_models

    model = loaded_models(models).organisations
    return found if model is None else add_organisations(text, found, model)


@Language.factory(
    "chitieu_organisations",
    default_config={"spans_key": "chitieu_organisations", "models": None},
    assigns=["doc.spans", "doc._.chitieu_organisations"],
)
def create_organisations(nlp: Language, name: str, spans_key: str, models: str | None) -> Component:
    """Make the component.

    Args:
        nlp: the pipeline.
        name: of the component in it.
        spans_key: key of the span group; `kb_id` of its spans is the id, or else the full name.
        models: folder of trained models to ask besides the rules (`extractors.learned`), or `builtin`; null: none.
    """
    return Component("chitieu_organisations", partial(organisations_of, models=models), spans_key)
