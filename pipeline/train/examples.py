"""From material to spaCy's training examples."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.util import filter_spans

from extractors.learned.chosen import ORGANISATIONS
from extractors.learned.numbers import LABELS, NONE, window
from extractors.learned.organisations import LABEL
from extractors.learned.passages import passages
from pipeline.train.material import Material, Span
from pipeline.train.names import renamed
from pipeline.train.noise import in_capitals, with_slips, without_diacritics
from pipeline.train.recipe import Recipe


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to learn from; one of `spans` and `label` says what there is to learn."""

    text: str
    spans: tuple[Span, ...] = ()
    """Organisations; code points into `text`."""
    label: str | None = None
    """Of `extractors.learned.numbers.LABELS`."""
    unsure: tuple[Span, ...] = ()
    """Where it is left open whether an organisation stands; nothing is learned there."""
    chars: int = 0
    """How much of its document it stands for."""


def passages_of(material: Material, task: str) -> list[Passage]:
    """What one document gives to learn from for one of `recipe.TASKS`."""
    if task == ORGANISATIONS:
        return list(_organisations(material))
    return [
        Passage(window(material.doc, start), label=role, chars=len(window(material.doc, start)))
        for start, role in material.numbers
    ]


def _organisations(material: Material) -> Iterator[Passage]:
    text = material.doc.text
    for start, end in passages(material.doc):
        inside = tuple((a - start, b - start) for a, b in material.organisations if start <= a and b <= end)
        unsure = tuple((a - start, b - start) for a, b in material.optional if start <= a and b <= end)
        free = tuple(span for span in unsure if not any(span[0] < b and a < span[1] for a, b in inside))
        yield Passage(text[start:end], inside, unsure=free, chars=end - start)


def training_passages(materials: Sequence[Material], recipe: Recipe) -> list[Passage]:
    """All passages of a training set, silver cut to its size, gold repeated, noise added; in an order by the seed.

    Args:
        materials: those that may be learned from; none that will be measured on.
        recipe: sizes, weights and seed.
    """
    draw = random.Random(recipe.seed)
    silver = [passages_of(material, recipe.task) for material in materials if not material.has_gold]
    chosen = _evenly(silver, recipe.silver_chars, draw)
    for material in materials:
        if material.has_gold and not material.is_test:
            chosen += passages_of(material, recipe.task) * recipe.gold_weight
    chosen += _noisy(chosen, recipe, draw)
    draw.shuffle(chosen)
    return chosen


def _evenly(documents: Iterable[list[Passage]], chars: int, draw: random.Random) -> list[Passage]:
    """Passages up to so many characters, one from each document in turn, so that no long one drowns the others."""
    queues = []
    for passages_ in documents:
        queue = list(passages_)
        draw.shuffle(queue)
        queues.append(queue)
    chosen: list[Passage] = []
    held = 0
    while held < chars and any(queues):
        for queue in queues:
            if queue and held < chars:
                passage = queue.pop()
                chosen.append(passage)
                held += passage.chars
    return chosen


def _noisy(chosen: Sequence[Passage], recipe: Recipe, draw: random.Random) -> list[Passage]:
    kinds: tuple[tuple[float, Callable[[str], str]], ...] = (
        (recipe.capitals, in_capitals),
        (recipe.unaccented, without_diacritics),
        (recipe.ocr_noise, lambda text: with_slips(text, draw)),
    )
    noisy = [
        replace(passage, text=change(passage.text))
        for share, change in kinds
        for passage in chosen
        if draw.random() < share
    ]
    for passage in chosen:
        if passage.spans and not passage.unsure and draw.random() < recipe.renamed:
            text, spans = renamed(passage.text, passage.spans, draw)
            noisy.append(replace(passage, text=text, spans=spans))
    return noisy


def to_docs(nlp: Language, passages_: Iterable[Passage]) -> Iterator[Doc]:
    """Annotated `Doc`s; a span that does not end at token edges is left out."""
    for passage in passages_:
        doc = nlp.make_doc(passage.text)
        if not len(doc):
            continue
        if passage.label is None:
            spans = [doc.char_span(a, b, label=LABEL, alignment_mode="strict") for a, b in passage.spans]
            open_ = [doc.char_span(a, b, label=LABEL, alignment_mode="expand") for a, b in passage.unsure]
            doc.set_ents(
                [span for span in spans if span is not None], missing=filter_spans([s for s in open_ if s is not None])
            )
        else:
            doc.cats = {label: float(label == passage.label) for label in LABELS}
        yield doc


def to_bytes(nlp: Language, passages_: Iterable[Passage]) -> bytes:
    """The same as spaCy's corpus format (`spacy.Corpus.v1`)."""
    return bytes(DocBin(docs=to_docs(nlp, passages_), attrs=["ENT_IOB", "ENT_TYPE"]).to_bytes())


__all__ = ["NONE", "Passage", "passages_of", "to_bytes", "to_docs", "training_passages"]
