"""Clauses without a number: they name what the next ones are about."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractors.indicators.carry import Carry
from extractors.indicators.clauses import Clause
from extractors.indicators.heads import Spans, Token, tokens_of
from extractors.indicators.labels import compose, is_bare, join_tokens, measure_of, tidy
from extractors.indicators.lexicon import find
from extractors.indicators.phrases import STOP
from extractors.indicators.subjects import leading_change, opens_clause, subject_tokens
from extractors.indicators.topics import topic_of

_QUOTATION = regex.compile(r"[\"“]([^\"“”]+)[\"”]")
_PHASE = regex.compile(r",\s*giai đoạn")

_TOPIC = regex.compile(
    r"(?:(?:nói|xét|riêng)\s+(?:\p{L}+\s+){0,3}?về|về|đối\s+với|trong\s+lĩnh\s+vực|với)\s+", regex.IGNORECASE
)


def read_without_number(
    text: str, view: str, spans: Spans, clauses: Sequence[Clause], index: int, carry: Carry
) -> None:
    """What a clause without a number hands to the next one: a subject before a bracket, a topic before a colon.

    Args:
        text, view, spans: of the document.
        clauses: of the sentence.
        index: of the clause.
        carry: changed.
    """
    clause = clauses[index]
    tokens = tokens_of(view, clause.start, clause.end, spans)
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    if not tokens or following is None:
        return
    if clause.depth:
        told_at_once = following.quantities and not view[following.start : following.quantities[0].start].strip()
        plan = find("plan_object").search(view, clause.start, clause.end)
        if following.opener == ":" and told_at_once and plan is None:
            # `(trong đó: VNPT: 25 trạm, Viettel: 33 trạm)`
            carry.subject = compose(carry.parent, tidy(join_tokens(text, tokens)))
        return
    named = subject_tokens(tokens)
    listed = index and clause.opener == "," and clauses[index - 1].quantities and not opens_clause(tokens)
    if following.opener == "(" and listed and all(t.key != "," for t in tokens):
        # `12 ngành, nghề (60%)`: the last word of a list, no subject.
        return
    if following.opener == "within" and clause.opener in ("", ";", ".") and following.quantities:
        told_at_once = view[following.start : following.quantities[0].start].strip() == ""
        if told_at_once and named and all(t.key != "," for t in named):
            # `Ban Thường vụ gồm 17 người`: the whole is named anew.
            carry.subject = carry.main = tidy(join_tokens(text, named))
            carry.main_counts = False
            return
    if following.opener == "(" and not leading_change(tokens) and not STOP.match(view, clause.start):
        carry.subject = carry.main = compose(carry.parent, tidy(join_tokens(text, named)))
    elif following.opener == ":":
        topic = topic_of(join_tokens(text, tokens))
        if following.quantities and not view[following.start : following.quantities[0].start].strip():
            # `Dự toán kinh phí … 01 năm: 1.500.000.000 đồng`
            said = tidy(join_tokens(text, tokens))
            persons = following.quantities[0].dimension == "people"
            named_thing = persons or measure_of(said) != "" or not opens_clause(tokens)
            if 2 < len(said.split()) <= 16 and not is_bare(said) and named_thing:
                carry.main = carry.subject = said
            elif topic:
                carry.lead = carry.main = carry.subject = topic
        elif topic:
            carry.lead = carry.main = carry.subject = topic
        elif len([t for t in named if t.kind == "word"]) >= 3:
            carry.main = carry.subject = carry.parent = ""
            carry.listed = tidy(join_tokens(text, tokens))


def open_topic(text: str, view: str, rest: tuple[Token, ...], carry: Carry) -> None:
    """`Về đề án thí điểm “…”, LĐLĐ Thành phố đã …`: the topic of the sentence."""
    if not rest or not _TOPIC.match(view, rest[0].start):
        return
    comma = next((i for i, t in enumerate(rest) if t.kind == "mark" and t.key == ","), None)
    if comma is None:
        return
    said = text[rest[0].start : rest[comma - 1].end]
    quoted = _QUOTATION.search(said)
    carry.about = tidy(_PHASE.split(quoted[1])[0] if quoted else _TOPIC.sub("", said, count=1))
