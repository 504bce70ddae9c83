"""From clean text to everything found in it: the extractors in their order."""

from __future__ import annotations

from extractors.dates import find_dates, resolve_dates
from extractors.indicators import find_indicators
from extractors.learned import (
    LearnedModels,
    add_organisations,
    correct_indicators,
)
from extractors.organisations import find_organisations, resolve_organisations
from extractors.references import find_references, resolve_references
from extractors.text import DocumentText
from pipeline.annotate.issuers import name_issuers
from pipeline.annotate.metadata import read_metadata
from pipeline.annotate.segment import word_spans
from pipeline.document import Annotations, CleanText, Hints


def annotate(clean: CleanText, hints: Hints, learned: LearnedModels | None = None) -> Annotations:
    """Run every extractor over one document.

    What a mention means can depend on whole-document facts (its year, its province), and those facts are read from
    mentions: so mentions are found first, then the metadata, then what was left open is resolved.

    Args:
        clean: the text; all offsets in the result are code points into `clean.text`.
        hints: what the file says about itself outside its text.
        learned: trained models to ask besides the rules; null: the rules alone.
    """
    doc = DocumentText.of(clean.text, marks=clean.kinds)
    dates = find_dates(doc)
    organisations = find_organisations(doc)
    references = find_references(doc, dates, organisations)
    metadata = read_metadata(doc, dates, references, organisations, hints)
    context = metadata.context()
    dates = resolve_dates(dates, doc, context)
    organisations = resolve_organisations(organisations, doc, context)
    if learned is not None and learned.organisations is not None:
        organisations = add_organisations(doc, organisations, learned.organisations)
    references = name_issuers(resolve_references(references, doc, context, dates), metadata.province)
    indicators = find_indicators(doc, dates, references, organisations, context, words=word_spans)
    if learned is not None and learned.numbers is not None:
        indicators = correct_indicators(doc, indicators, learned.numbers)
    return Annotations(doc, metadata, tuple(dates), tuple(references), tuple(organisations), tuple(indicators))
