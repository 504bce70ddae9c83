"""What one quantity hands to the clauses behind it."""

from __future__ import annotations

import regex

from extractors.indicators.around import Words, local_noun
from extractors.indicators.carry import Carry
from extractors.indicators.labels import stands_alone, tidy
from extractors.indicators.lexicon import find, fold
from extractors.model import Role

_CAUSES = regex.compile(r"\s+(?:làm|khiến|gây)(?:\s+cho)?$", regex.IGNORECASE)
_NAME = 9
"""Words above which a subject is no name of somebody who has something."""


def remember(w: Words, role: Role, label: str, carry: Carry, aside: bool, direction: int) -> None:
    """Put into `carry` what a quantity leaves for the clauses behind it.

    Args:
        w: its words.
        role, label: what was made of it; the label without what the role adds.
        carry: changed.
        aside: whether it is an earlier level or a plan, which hands on nothing.
        direction: of its change, 0 where it is none.
    """
    q, head = w.quantity, w.head
    if role == "target" and q.kind != "percent":
        carry.aimed = q.value
    if q.kind == "percent":
        carry.rate = role
        if w.clause.depth:
            carry.bracketed = role
        if w.noun and not w.named and not carry.whom:
            carry.whom = w.noun
        if role != "change" and (stands_alone(label) or fold(label).startswith(("tỷ lệ", "tỉ lệ", "tỷ trọng"))):
            carry.rated = tidy(label)
        elif role != "change" and head.said in ("tỷ lệ", "tỉ lệ") and label:
            carry.rated = f"{head.said} {tidy(label)}"
    elif role == "result":
        carry.growing = False
    if (
        role == "result"
        and q.kind in ("money", "count", "measure")
        and (w.clause.opener == ";" or (w.clause.opener == "," and w.named))
    ):
        # A new amount: what follows is no longer part of a growth.
        carry.growing = False
    if (role == "change" and q.kind == "percent") or find("growth_noun").search(w.subject):
        carry.growing = True
    if aside or w.clause.opener == "(" or (role == "rate" and "mỗi" in fold(w.named).split()):
        return
    carry.direction = direction or carry.direction
    if head.action is not None and q.kind in ("money", "measure") and head.verb in ("none", "exist"):
        carry.action = w.join(head.rest[head.action[0] :])
    if q.kind in ("count", None):
        if offence := find("offence").search(w.noun):
            carry.offence = w.noun[offence.start() :]
        if head.verb == "exist":
            carry.owner = w.named if len(w.named.split()) <= _NAME else ""
        if q.unit:
            carry.unit = (q.unit.split("/")[0], q.dimension)
            carry.noun = f"{q.unit.split('/')[0]} {w.noun}".strip()
            if role in ("result", "target"):
                carry.labels.setdefault(fold(q.unit), tidy(label))
            if fold(q.unit) == "vụ" and w.noun:
                carry.event = _CAUSES.sub("", carry.noun)
        carry.subject = tidy(label)
        if not carry.parent:
            carry.main, carry.main_counts = carry.subject, True
        carry.core = carry.subject
    elif role == "share":
        if w.named:
            carry.subject = w.subject
        elif label and not carry.subject:
            carry.subject = tidy(label)
    elif label:
        carry.subject = tidy(label)
        if local_noun(head.rest) is None:
            carry.core = carry.subject
        if not carry.parent and head.rest and local_noun(head.rest) is None:
            carry.main, carry.main_counts = carry.subject, False
            carry.siblings += 1
