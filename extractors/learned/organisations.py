"""Organisations a trained named-entity recogniser finds, and the policy by which they join those of the rules.

Policy: a mention of the rules stands as it is; the model adds a mention where the rules have none, and never moves,
renames or removes one. A rule knows full names, ids and provinces; the model knows only that here a name stands.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.learned.models import LearnedModel
from extractors.learned.passages import passages
from extractors.model import Organisation
from extractors.organisations.identity import organisation_id
from extractors.text import DocumentText

LABEL = "ORGANISATION"
_BLANKS = regex.compile(r"\s+")
# A name bears at least one capital letter or digit-free abbreviation: `công ty` alone is a class, not a name.
_NAME = regex.compile(r"\p{Lu}")


def predict_organisations(doc: DocumentText, model: LearnedModel) -> list[Organisation]:
    """What the model takes for organisations.

    Args:
        doc: the document.
        model: of `extractors.learned.load_models`; its fact `confidence` is the precision it had on held-out
            documents for mentions the rules do not have.

    Returns:
        Mentions in text order, not overlapping, `method="model"`; offsets in code points into `doc.text`.
    """
    confidence = round(model.fact("confidence", 0.5), 3)
    spans = list(passages(doc))
    found = []
    for (start, _), parsed in zip(spans, model.nlp.pipe(doc.text[a:b] for a, b in spans), strict=True):
        for entity in parsed.ents:
            surface = entity.text
            if not _NAME.search(surface) or "\n" in surface:
                continue
            at = start + entity.start_char
            name = _BLANKS.sub(" ", surface)
            found.append(
                Organisation(
                    at,
                    at + len(surface),
                    surface,
                    name,
                    org_id=organisation_id(name, None),
                    method="model",
                    confidence=confidence,
                )
            )
    return found


def merge_organisations(rules: Sequence[Organisation], learned: Sequence[Organisation]) -> list[Organisation]:
    """Both lists as one, by the policy above.

    Args:
        rules: mentions of the rules, in text order.
        learned: mentions of the model, for the same text.

    Returns:
        All of `rules`, and those of `learned` that touch none of them; in text order.
    """
    merged = list(rules)
    taken = sorted((mention.start, mention.end) for mention in rules)
    at = 0
    for mention in sorted(learned, key=lambda found: found.start):
        while at < len(taken) and taken[at][1] <= mention.start:
            at += 1
        if at == len(taken) or taken[at][0] >= mention.end:
            merged.append(mention)
    return sorted(merged, key=lambda found: found.start)


__all__ = ["LABEL", "merge_organisations", "predict_organisations"]
