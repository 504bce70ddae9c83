"""What the spaCy components share: mentions in a `Doc`, and the way back to typed objects.

Each component stores its mentions twice: as a span group (`doc.spans["chitieu_dates"]`, label and `kb_id` filled), for
everything in spaCy that works on spans, and as plain data in `doc.user_data`, which survives `to_bytes`, `DocBin` and
processes. `doc._.chitieu_dates` and `span._.chitieu` turn the plain data back into the extractors' own types.

Where a mention does not begin or end at a token edge, which depends on the tokenizer, its span covers the tokens it
touches; the mention itself keeps its exact offsets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import partial
from typing import Any, TypeVar

from spacy.tokens import Doc, Span

from extractors.alignment import Alignment
from extractors.model import Context, DateMention, Indicator, Organisation, Reference
from extractors.text import DocumentText

Mention = Reference | DateMention | Organisation | Indicator
M = TypeVar("M", Reference, DateMention, Organisation, Indicator)

LAYERS: dict[str, tuple[str, type[Any], Callable[[Any], str | None]]] = {
    "chitieu_references": ("REFERENCE", Reference, lambda mention: mention.symbol),
    "chitieu_dates": ("DATE", DateMention, lambda mention: mention.edtf),
    "chitieu_organisations": ("ORGANISATION", Organisation, lambda mention: mention.org_id or mention.name),
    "chitieu_indicators": ("INDICATOR", Indicator, lambda mention: mention.label),
}
"""Layer → label of its spans, type of its mentions, what goes into `kb_id`."""
_LAYER_OF_LABEL = {label: layer for layer, (label, _, _) in LAYERS.items()}
_CONTEXT = "chitieu_context"


def to_plain(mention: Mention | Context) -> dict[str, Any]:
    """A mention as a dict of JSON values."""
    plain: dict[str, Any] = {}
    for item in fields(mention):
        value = getattr(mention, item.name)
        plain[item.name] = value.isoformat() if isinstance(value, dt.date) else value
        if isinstance(value, tuple):
            plain[item.name] = list(value)
    return plain


def from_plain(kind: type[M], plain: dict[str, Any]) -> M:
    """The mention a dict of `to_plain` was made from."""
    values: dict[str, Any] = {}
    for name, value in plain.items():
        if isinstance(value, list):
            values[name] = tuple(value)
        elif name in ("date_start", "date_end") and isinstance(value, str):
            values[name] = dt.date.fromisoformat(value)
        else:
            values[name] = value
    return kind(**values)


def context_of(doc: Doc) -> Context:
    """What is known of the whole document: `doc._.chitieu_context`, or nothing."""
    plain = doc.user_data.get(_CONTEXT)
    return Context(**plain) if plain else Context()


def mentions_of(doc: Doc, layer: str) -> tuple[Any, ...] | None:
    """The mentions a component has left in `doc`, or null where none has run.

    Args:
        layer: a key of `LAYERS`.
    """
    stored = doc.user_data.get(layer)
    return None if stored is None else tuple(from_plain(LAYERS[layer][1], plain) for plain in stored)


def analysed(doc: Doc) -> DocumentText:
    """The document's text as extractors take it; in NFC, whatever the `Doc` holds."""
    return DocumentText.of(Alignment(doc.text).nfc)


def store(doc: Doc, layer: str, mentions: Sequence[Mention], spans_key: str) -> Doc:
    """Leave mentions in `doc`.

    Args:
        mentions: offsets are code points into the NFC form of `doc.text`.
        spans_key: key of the span group.
    """
    label, _, kb_id = LAYERS[layer]
    aligned = Alignment(doc.text)
    spans = []
    for number, mention in enumerate(mentions):
        span = doc.char_span(
            aligned.back(mention.start),
            aligned.back(mention.end),
            label=label,
            kb_id=kb_id(mention) or "",
            span_id=str(number),
            alignment_mode="expand",
        )
        if span is not None:
            spans.append(span)
    doc.spans[spans_key] = spans
    doc.user_data[layer] = [to_plain(mention) for mention in mentions]
    return doc


def _mention_of(span: Span) -> Any:
    layer = _LAYER_OF_LABEL.get(span.label_)
    if layer is None or not span.id_.isdigit():
        return None
    stored = span.doc.user_data.get(layer) or []
    number = int(span.id_)
    return from_plain(LAYERS[layer][1], stored[number]) if number < len(stored) else None


def _set_context(doc: Doc, context: Context | None) -> None:
    doc.user_data[_CONTEXT] = None if context is None else to_plain(context)


def register() -> None:
    """Declare the extension attributes; safe to call again."""
    for layer in LAYERS:
        if not Doc.has_extension(layer):
            Doc.set_extension(layer, getter=partial(mentions_of, layer=layer))
    if not Doc.has_extension(_CONTEXT):
        Doc.set_extension(_CONTEXT, getter=context_of, setter=_set_context)
    if not Span.has_extension("chitieu"):
        Span.set_extension("chitieu", getter=_mention_of)


class Component:
    """A spaCy component around one extractor; its state is its config, so there is nothing to save.

    Args:
        layer: a key of `LAYERS`.
        find: from a `Doc` to the layer's mentions.
        spans_key: key of the span group it writes.
    """

    def __init__(self, layer: str, find: Callable[[Doc], Sequence[Mention]], spans_key: str) -> None:
        self.layer = layer
        self.find = find
        self.spans_key = spans_key
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Find this layer's mentions and leave them in `doc`."""
        return store(doc, self.layer, self.find(doc), self.spans_key)


register()
