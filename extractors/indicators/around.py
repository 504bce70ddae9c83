"""The words around one quantity, and the verbs among them."""

from __future__ import annotations

from typing import NamedTuple

from extractors.indicators.clauses import Clause
from extractors.indicators.heads import Head, Token, first_action
from extractors.indicators.labels import ends_with, join_tokens, tidy
from extractors.indicators.quantities import Quantity
from extractors.indicators.tails import Tail


class Words(NamedTuple):
    """The words around one quantity."""

    text: str
    quantity: Quantity
    head: Head
    tail: Tail
    clause: Clause
    order: int
    """Its place among the quantities of the clause."""
    noun: str
    """Behind the number, belonging to the thing."""
    named: str
    """The noun phrase before the verb."""
    from_count: bool
    """The subject is something counted (`31 bản loại A (14,6%)`)."""
    subject: str
    """`named` composed with what it is part of."""
    purpose: str = ""
    """Of money that something was done with: for whom, what for, where from (`để xây trường học`)."""

    def join(self, tokens: tuple[Token, ...]) -> str:
        return tidy(join_tokens(self.text, tokens))


def verb_start(rest: tuple[Token, ...]) -> int | None:
    """Index where the doing that ends `rest` begins, over all its coordinated verbs (`thương lượng, ký kết các bản "
    "…`)."""
    pieces: list[tuple[int, int]] = []
    begin = 0
    for i, token in enumerate((*rest, None)):
        if token is None or (token.kind == "mark" and token.key in ",;:"):
            pieces.append((begin, i))
            begin = i + 1
    chosen: int | None = None
    for start, end in reversed(pieces):
        at = first_action(rest[start:end])
        if at is not None:
            chosen = start + at
        elif end - start > 3:
            break
        if chosen is not None and at is not None and at > 0:
            # Words before the verb are who did it: the doing begins here.
            break
    return chosen


def local_noun(rest: tuple[Token, ...]) -> int | None:
    """Index of a noun that only says it is money or land (`với số tiền`, `diện tích`), at the end of `rest`."""
    found = ends_with(rest, "local_noun")
    if found is None:
        return None
    at = found[0]
    opens = at == 0 or rest[at - 1].kind == "mark" or rest[at - 1].key in ("với", "có", "về", "và", "cùng", "cho")
    if not opens and len(rest) - at < 2:
        return None
    return at - 1 if at and rest[at - 1].key in ("tổng", "số") else at
