"""Organisations a trained named-entity recogniser finds, and the policy by which they join those of the rules.

Policy: a mention of the rules stands as it is, but for one thing: where the model is surer than its threshold that the
name goes on behind the mention's end (`Công ty TNHH Bảo hộ` … `lao động Xuân Mai`), the mention takes the longer end.
The model adds a mention where the rules have none and it is surer than another threshold. Neither is done with words
that are built like no name (`looks_like_a_name`). It never removes one. A rule
knows full names, ids and provinces; the model knows only that here a name stands. Both thresholds were chosen on
documents held out, and where none pays the model says nothing.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import regex

import gazetteers
from extractors.learned.models import LearnedModel, Steps, calibrated
from extractors.learned.passages import passages
from extractors.model import Organisation
from extractors.organisations.identity import organisation_id
from extractors.organisations.provinces import fold_tones
from extractors.text import DocumentText

if TYPE_CHECKING:
    from spacy.tokens import Doc

LABEL = "ORGANISATION"
NEVER = 1.01
"""A probability nothing reaches."""
BEAM_WIDTH = 12
"""Readings of a passage that are kept side by side; their weights are what probabilities are told by."""
_BEAM_DENSITY = 1e-4
"""Readings less probable than the best by this factor are given up."""
_AT_ONCE = 64
"""Passages read together: what is kept of them while they are read takes memory."""
_BLANKS = regex.compile(r"\s+")
_CAPITAL = regex.compile(r"\p{Lu}")
# The end of a sentence or of a member of a list, a sum, a day: no name goes on over them.
_BREAK = regex.compile(r"[;:!?/\n…]|[.,]\s|\d[\d.,]*\s*(?:%|\p{Ll})|\d{3}")
_WORD = regex.compile(r"[\p{L}\p{M}\d&]+")
_MOST_WORDS = 18
_MOST_MORE_WORDS = 8


def looks_like_a_name(surface: str) -> bool:
    """Whether words could be an organisation's name at all: a body's word or an abbreviation first, a name's word last,
    no sentence's end within. A small model that has lost its way reads on to the end of the sentence."""
    words = _WORD.findall(surface)
    if not words or len(words) > _MOST_WORDS or _BREAK.search(surface):
        return False
    if not (surface[0].isalnum() and (surface[-1].isalnum() or surface[-1] == ")")):
        return False
    if not (_CAPITAL.match(words[-1]) or words[-1].isdigit()):
        return False
    begun = [fold_tones(word) for word in words[:2]]
    if begun[0] in _beginnings() or " ".join(begun) in _beginnings():
        return len(words) > 1
    # An abbreviation (`VFF`, `SLNA`), which among capitals is a word like any other.
    return 2 < len(words[0]) < 8 and words[0].isupper() and (len(words) == 1 or not surface.isupper())


@cache
def _beginnings() -> frozenset[str]:
    """First two words of the bodies the gazetteer knows, or the one they have: `công ty`, `ban chỉ`, `trường` …"""
    forms = (
        form
        for row in gazetteers.read_table("org_patterns")
        for form in (row["head"], *gazetteers.split_cell(row["forms"]))
    )
    return frozenset(" ".join(fold_tones(word) for word in _WORD.findall(form)[:2]) for form in forms)


@dataclass(frozen=True, slots=True)
class Finding:
    """Where the model sees a name. Offsets are code points into `DocumentText.text`."""

    start: int
    end: int
    surface: str
    probability: float
    """As the model has it; `Trust.confidence` says how often such a finding is right."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far a model is believed: chosen on documents held out, kept among its facts."""

    add_above: float = NEVER
    """A name where the rules have none is added from this probability on."""
    extend_above: float = NEVER
    """A mention of the rules takes a longer end from this one on."""
    confidences: Steps = ()
    """What probabilities were worth."""

    @classmethod
    def of(cls, model: LearnedModel) -> Trust:
        """What a recipe wrote down; without it the model is not believed at all."""
        return cls(model.fact("add_above", NEVER), model.fact("extend_above", NEVER), model.confidences)

    def confidence(self, probability: float) -> float:
        """The share of such findings that were right on documents held out."""
        return calibrated(probability, self.confidences)


def predict_organisations(
    doc: DocumentText, model: LearnedModel, known: Collection[tuple[int, int]] = ()
) -> list[Finding]:
    """What the model takes for organisations.

    Args:
        doc: the document.
        model: of `extractors.learned.load_models`.
        known: spans that need not be told of; how probable a name is takes most of the time.

    Returns:
        Findings in text order, not overlapping.
    """
    spans = [(a, b) for a, b in passages(doc) if _CAPITAL.search(doc.text, a, b)]
    at_hand = frozenset(known)
    found: list[Finding] = []
    for i in range(0, len(spans), _AT_ONCE):
        group = spans[i : i + _AT_ONCE]
        for (start, _), weights in zip(group, _read(model, doc, group, at_hand), strict=True):
            for (a, b), probability in sorted(weights.items()):
                surface = doc.text[start + a : start + b]
                if _CAPITAL.search(surface) and "\n" not in surface:
                    found.append(Finding(start + a, start + b, surface, min(probability, 1.0)))
    return found


def _read(
    model: LearnedModel, doc: DocumentText, spans: Sequence[tuple[int, int]], known: Collection[tuple[int, int]]
) -> list[dict[tuple[int, int], float]]:
    """For each passage its names (code points within it) and how probable each is.

    The names are those of the reading the model was trained to give, step by step. How probable they are is told by a
    search over many readings: the share of their weight in which the same name stands. That search alone would be a
    worse reader, for the model was not trained to weigh readings.
    """
    recogniser: Any = model.nlp.get_pipe("ner")
    read = list(model.nlp.pipe(doc.text[a:b] for a, b in spans))
    found: list[dict[tuple[int, int], float]] = []
    for (start, _), parsed in zip(spans, read, strict=True):
        places = ((name.start_char, name.end_char) for name in parsed.ents)
        found.append({(a, b): 0.0 for a, b in places if (start + a, start + b) not in known})
    asked = [(parsed, names) for parsed, names in zip(read, found, strict=True) if names]
    for parsed, _ in asked:
        # What is decided would decide the search.
        parsed.set_ents([], default="missing")
    texts = [parsed for parsed, _ in asked]
    beams = recogniser.beam_parse(texts, beam_width=BEAM_WIDTH, beam_density=_BEAM_DENSITY) if texts else ()
    for (parsed, names), beam in zip(asked, beams, strict=True):
        for weight, reading in recogniser.moves.get_beam_parses(beam):
            for first, behind, _ in reading:
                if (place := _place(parsed, first, behind)) in names:
                    names[place] += float(weight)
    return found


def _place(parsed: Doc, first: int, behind: int) -> tuple[int, int]:
    last = parsed[behind - 1]
    return parsed[first].idx, last.idx + len(last)


def merge_organisations(rules: Sequence[Organisation], findings: Sequence[Finding], trust: Trust) -> list[Organisation]:
    """Both lists as one, by the policy above.

    Args:
        rules: mentions of the rules, in text order, not overlapping.
        findings: of `predict_organisations`, for the same text.
        trust: thresholds and confidences.

    Returns:
        The mentions, in text order, not overlapping; those the model added or made longer say `method="model"`.
    """
    merged = {(mention.start, mention.end): mention for mention in rules}
    taken = sorted(merged)
    for finding in by_weight(findings):
        met = _met(taken, finding)
        if not met and finding.probability >= trust.add_above:
            merged[finding.start, finding.end] = _added(finding, trust)
        elif len(met) == 1 and finding.probability >= trust.extend_above and _is_longer(finding, merged[met[0]]):
            merged[finding.start, finding.end] = _extended(merged.pop(met[0]), finding, trust)
            taken.remove(met[0])
        else:
            continue
        insort(taken, (finding.start, finding.end))
    return sorted(merged.values(), key=lambda mention: mention.start)


def by_weight(findings: Sequence[Finding]) -> list[Finding]:
    """Those that could be names, the surest first."""
    sound = (finding for finding in findings if looks_like_a_name(finding.surface))
    return sorted(sound, key=lambda finding: (-finding.probability, finding.start, finding.end))


def _met(taken: Sequence[tuple[int, int]], finding: Finding) -> list[tuple[int, int]]:
    """The spans, sorted and without overlap, that a finding touches."""
    at = bisect_left(taken, (finding.start, finding.start))
    if at and taken[at - 1][1] > finding.start:
        at -= 1
    return list(takewhile(lambda span: span[0] < finding.end, taken[at : at + finding.end - finding.start]))


def _is_longer(finding: Finding, mention: Organisation) -> bool:
    if mention.method != "rule" or finding.start != mention.start or finding.end <= mention.end:
        return False
    return len(_WORD.findall(finding.surface[mention.end - mention.start :])) <= _MOST_MORE_WORDS


def _added(finding: Finding, trust: Trust) -> Organisation:
    name = _BLANKS.sub(" ", finding.surface)
    return Organisation(
        finding.start,
        finding.end,
        finding.surface,
        name,
        org_id=organisation_id(name, None),
        method="model",
        confidence=round(trust.confidence(finding.probability), 3),
    )


def _extended(mention: Organisation, finding: Finding, trust: Trust) -> Organisation:
    """The rules' reading of its beginning (`CTCP` is `Công ty cổ phần`), with the rest behind it."""
    rest = _BLANKS.sub(" ", finding.surface[mention.end - mention.start :])
    name = f"{mention.name}{rest}"
    return replace(
        mention,
        end=finding.end,
        surface=finding.surface,
        name=name,
        org_id=organisation_id(name, mention.province_code),
        open_place="",
        method="model",
        confidence=round(trust.confidence(finding.probability), 3),
    )


def add_organisations(doc: DocumentText, rules: Sequence[Organisation], model: LearnedModel) -> list[Organisation]:
    """`merge_organisations` with what the model finds, by the thresholds its recipe chose.

    Args:
        doc: the document.
        rules: its organisations by the rules, in text order, not overlapping.
        model: of `extractors.learned.load_models`.
    """
    findings = predict_organisations(doc, model, known={(mention.start, mention.end) for mention in rules})
    return merge_organisations(rules, findings, Trust.of(model))


__all__ = [
    "LABEL",
    "NEVER",
    "Finding",
    "Trust",
    "add_organisations",
    "by_weight",
    "looks_like_a_name",
    "merge_organisations",
    "predict_organisations",
]
