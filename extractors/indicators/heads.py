"""What stands before a number in its clause: comparator, verb of change or level, and the rest that names the thing."""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache
from typing import Literal, NamedTuple, Protocol

import regex

from extractors.indicators.lexicon import cues, fold
from extractors.model import Comparator
from extractors.numbers.comparators import comparator_before

Verb = Literal["change", "level", "share", "index", "exist", "none"]


class Token(NamedTuple):
    """A syllable, a mark, or a whole protected span (`kind` says which)."""

    start: int
    end: int
    key: str
    """Folded text of a syllable; the mark itself; `''` for a protected span."""
    kind: Literal["word", "mark", "date", "name"]


class Head(NamedTuple):
    """The reading of `[start, number)`."""

    start: int
    end: int
    """Where the verb group (or the comparator, or the number) begins: `[start, end)` is what is left."""
    comparator: Comparator
    verb: Verb
    direction: int
    """+1 or −1 for a change, and for a level that a change led to (`giảm còn`); else 0."""
    from_level: bool
    """`tăng từ`, `giảm từ` right before the number: the level it started from."""
    rest: tuple[Token, ...]
    said: str
    """The verb of level or change as a cue key; empty where there is none."""
    action: tuple[int, int] | None
    """Index range in `rest` of the last verb of doing."""


@cache
def _whole_words() -> frozenset[tuple[str, ...]]:
    """Words whose second syllable only looks like a cue (`khánh thành`, `mặt bằng`)."""
    return frozenset(tuple(fold(text).split()) for text in cues("whole_word"))


_SIGNS = frozenset("≥≤<>≈")
# `cấp dưới`, `tuyến trên`: no bounds.
_UPPER_LOWER = frozenset(("cấp", "tuyến", "bên", "phía", "như", "tầng"))
# `thỏa ước`, `quy ước`: no estimate.
_BEFORE_UOC = frozenset(("thỏa", "điều", "quy", "giao", "khế", "mơ", "công", "hiệp"))
_WORD = regex.compile(r"[\p{L}\p{M}\d][\p{L}\p{M}\d./%-]*|[^\s]")


class Spans(Protocol):
    """The protected spans of a document: dates, references, names."""

    def next(self, offset: int) -> tuple[int, int, str] | None:
        """(start, end, kind) of the span that covers `offset`, else of the next one behind it, or null."""


@cache
def _lexicon() -> dict[str, tuple[str, str]]:
    """Folded cue → (kind, value) for the kinds that are peeled from the end; the first kind that has it wins."""
    table: dict[str, tuple[str, str]] = {}
    for kind in ("change", "level_after_change", "share", "index", "level", "exist", "adverb", "from"):
        for value in ("up", "down", ""):
            for text in cues(kind, value):
                table.setdefault(fold(text), (kind, value))
    return table


@cache
def _manner() -> frozenset[str]:
    """How much something changed (`tăng nhẹ`, `giảm sâu`): adverbs only behind a verb of change."""
    return frozenset(fold(text) for text in cues("manner"))


@cache
def actions() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("action"))


@cache
def changes() -> dict[str, int]:
    """Folded verb of change → direction."""
    return {fold(t): sign for sign, value in ((1, "up"), (-1, "down")) for t in cues("change", value)}


def tokens_of(view: str, start: int, end: int, spans: Spans) -> tuple[Token, ...]:
    """Syllables and marks of `view[start:end]`, protected spans whole.

    Args:
        spans: the protected spans of the document.
    """
    result: list[Token] = []
    at = start
    while at < end:
        span = spans.next(at)
        if span is not None and span[0] <= at:
            _, stop, kind = span
            result.append(Token(at, min(stop, end), "", "date" if kind == "date" else "name"))
            at = max(stop, at + 1)
            continue
        # Up to the protected span; a word may reach into it.
        limit = end if span is None else min(end, span[0])
        for found in _WORD.finditer(view, at, end):
            begin, stop = found.span()
            if begin >= limit:
                at = limit
                break
            key, kind = _word(found[0])
            result.append(Token(begin, stop, key, kind))
            at = stop
            if stop >= limit:
                break
        else:
            at = end
    return tuple(result)


@lru_cache(maxsize=16_384)
def _word(text: str) -> tuple[str, Literal["word", "mark"]]:
    """Key and kind of what `_WORD` finds."""
    if text[0].isalpha() or text[0].isdigit():
        return fold(text.rstrip(".")), "word"
    return text, "mark"


def longest(tokens: tuple[Token, ...], end: int, table: Container[str], span: int = 6) -> tuple[int, str] | None:
    """The longest run of words ending before index `end` whose key is in `table`: (index of its first, key)."""
    best: tuple[int, str] | None = None
    key = ""
    for i in range(end - 1, max(0, end - span) - 1, -1):
        token = tokens[i]
        if token.kind != "word":
            break
        key = f"{token.key} {key}" if key else token.key
        if key in table:
            best = i, key
    return best


def read_head(view: str, tokens: tuple[Token, ...], start: int, number: int) -> Head:
    """Peel comparator and verbs from the end of the words before a number.

    Args:
        tokens: of `view[start:number]`.
        start, number: code-point offsets.
    """
    comparator: Comparator = "="
    verb: Verb = "none"
    direction, from_level, said = 0, False, ""
    end = len(tokens)
    table = _lexicon()
    while end > 0:
        if tokens[end - 1].kind == "date" and verb != "change":
            end -= 1
            continue
        manner = longest(tokens, end, _manner(), 3)
        if manner is not None and verb in ("none", "exist") and longest(tokens, manner[0], changes(), 3) is not None:
            end = manner[0]
            continue
        hit = longest(tokens, end, table)
        if hit is not None and "ước" in hit[1] and end > 1 and tokens[max(0, hit[0] - 1)].key in _BEFORE_UOC:
            break
        if hit is not None and hit[0] > 0 and (tokens[hit[0] - 1].key, tokens[end - 1].key) in _whole_words():
            break
        if hit is not None and 0 < hit[0] < end - 1 and (tokens[hit[0] - 1].key, tokens[hit[0]].key) in _whole_words():
            # `chứng chỉ đạt 35%`: `chỉ` belongs to the noun.
            hit = longest(tokens, end, table, end - hit[0] - 1)
        text = view[tokens[max(0, end - 5)].start : tokens[end - 1].end]
        sign = comparator_before(text) if tokens[end - 1].kind == "word" or tokens[end - 1].key in _SIGNS else None
        if sign is not None and verb == "exist" and tokens[end - 1].key == "nhất":
            # `có số lượng đăng ký nhiều nhất với 135 trường hợp`: the most there is, no bound.
            sign = None
        if (
            sign is not None
            and end > 1
            and tokens[end - 1].key in ("dưới", "trên")
            and tokens[end - 2].key in _UPPER_LOWER
        ):
            break
        if sign is not None and verb in ("none", "exist") and (hit is None or table[hit[1]][0] in ("adverb", "level")):
            begin = tokens[max(0, end - 5)].start + sign[1]
            kept = [i for i in range(end) if tokens[i].start < begin]
            if hit is None or len(kept) <= hit[0] or table[hit[1]][0] == "adverb":
                if comparator == "=":
                    comparator = sign[0]
                end = len(kept)
                continue
        if sign is not None and hit is not None and table[hit[1]][0] == "change" and verb in ("none", "exist", "level"):
            # `không thấp hơn 65%` sets a bound, it tells of no decrease.
            begin = tokens[max(0, end - 5)].start + sign[1]
            kept = [i for i in range(end) if tokens[i].start < begin]
            if len(kept) < hit[0] and tokens[len(kept)].key == "không":
                comparator, end = sign[0], len(kept)
                continue
        if hit is None or (hit[0] == end - 1 > 0 and view[tokens[hit[0]].start].isupper()):
            # `Cao Bằng` is a place, no `bằng`.
            break
        kind, value = table[hit[1]]
        if kind == "from":
            from_level = longest(tokens, hit[0], changes(), 3) is not None
        elif kind == "level_after_change":
            before = _last_change(tokens, hit[0])
            if before is None and comparator == "=" and hit[1] in ("lên đến", "lên tới") and verb == "none":
                comparator = "<="
            if before is None and fold(hit[1]) not in ("còn", "chỉ còn", "còn lại"):
                end = hit[0]
                continue
            if verb in ("none", "exist"):
                verb, direction = "level", before or 0
        elif kind in ("change", "share", "index", "level"):
            if from_level and kind == "change":
                direction = {"up": 1, "down": -1}[value]
                end = hit[0]
                break
            if verb in ("none", "exist"):
                verb, said = kind, hit[1]  # type: ignore[assignment]
                direction = {"up": 1, "down": -1}.get(value, 0)
                if "ước" in hit[1] and comparator == "=":
                    comparator = "~"
            elif kind == "level" and "ước" in hit[1] and comparator == "=":
                # `ước thực hiện là 1.114.100 người`
                comparator = "~"
            elif kind != "level":
                break
        elif kind == "exist" and verb == "none":
            verb = "exist"
        elif kind == "adverb" and "ước" in hit[1] and comparator == "=":
            comparator = "~"
        end = hit[0]
    rest = tokens[:end]
    return Head(
        start,
        tokens[end].start if end < len(tokens) else number,
        comparator,
        verb,
        direction,
        from_level,
        rest,
        said,
        _action(view, rest, verb),
    )


def _last_change(tokens: tuple[Token, ...], end: int) -> int | None:
    table = changes()
    for i in range(end, 0, -1):
        hit = longest(tokens, i, table, 3)
        if hit is not None:
            return table[hit[1]]
    return None


def _action(view: str, rest: tuple[Token, ...], verb: Verb) -> tuple[int, int] | None:
    """The last verb of doing; before `có` only one of its own piece (`Thực hiện Nghị quyết …, toàn tỉnh có 640 tổ`)."""
    if verb not in ("none", "exist"):
        return None
    found = _last_action(view, rest)
    if found is not None and verb == "exist" and any(t.kind == "mark" and t.key == "," for t in rest[found[1] :]):
        return None
    return found


def _last_action(view: str, rest: tuple[Token, ...]) -> tuple[int, int] | None:
    for end in range(len(rest), 0, -1):
        hit = longest(rest, end, actions(), 4)
        if hit is not None and not _in_compound(rest, hit[0], end) and not _in_name(view, rest, hit[0]):
            return hit[0], end
    return None


def _in_name(view: str, rest: tuple[Token, ...], at: int) -> bool:
    """Whether a verb is part of a name (`các Ban Sản xuất Than, Kế toán`): a capital where no sentence begins."""
    token = rest[at]
    capital = view[token.start].isupper() and not view[token.start + 1].isupper()
    return at > 0 and rest[at - 1].kind == "word" and capital


def first_action(rest: tuple[Token, ...]) -> int | None:
    """Index of the first verb of doing, or null."""
    table = actions()
    for start in range(len(rest)):
        key = ""
        for end in range(start, min(start + 4, len(rest))):
            token = rest[end]
            if token.kind != "word":
                break
            key = f"{key} {token.key}" if key else token.key
            if key in table and not _in_compound(rest, start, end + 1):
                return start
    return None


@cache
def _compounds() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("noun_compound"))


def _in_compound(rest: tuple[Token, ...], start: int, end: int) -> bool:
    """Whether the verb is only part of a noun: `chi` in `quy hoạch chi tiết`."""
    table = _compounds()
    if start > 0 and rest[start - 1].key in ("-", "ngành", "nghề"):
        # `công nghiệp - xây dựng`, `ngành xây dựng`
        return True
    for a in range(max(0, start - 3), start + 1):
        for b in range(max(end, a + 2), min(len(rest), a + 4) + 1):
            if (a < start or b > end) and " ".join(t.key for t in rest[a:b]) in table:
                return True
    return False
