"""Which indicator of the catalogue a number is: `gazetteers/indicator_catalogue.csv`.

A label is coded only where its every word is accounted for: one phrase of the catalogue names it, and what stands
before and behind that phrase is known to change nothing (`tổng số`, `trên địa bàn tỉnh`, `so với cùng kỳ`). A word
that is not known makes it another thing (`đoàn viên nữ` are not `đoàn viên`), and the label stays without a code.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from extractors.indicators.lexicon import fold, unit_at
from extractors.model import IndicatorKind, Role
from extractors.organisations.provinces import all_provinces
from gazetteers import read_table, split_cell

_COMPARED: frozenset[Role] = frozenset({"change", "index", "target_rate"})
"""Roles whose number measures the thing against something else: its unit may be another than the thing's own."""
_CONSTANT = regex.compile(r"\bgiá (?:so sánh|cố định|cđ|ss)\b")
_WHEN = regex.compile(
    r"(?:\b(?:đến|trong|cuối|đầu|hết|tính|của|từ|vào|ước|cả|niên|vụ)\s+){0,3}"
    r"\b(?:(?:năm|tháng|quý|ngày|giai đoạn|nhiệm kỳ|thời kỳ)\s+(?:học\s+)?(?:\d[\d/.-]*|[ivx]+\b)(?:\s*[-/]\s*\d+)?"
    r"|\d+\s+(?:tháng|quý)(?:\s+(?:đầu|cuối))?(?:\s+năm)?(?:\s+(?:19|20)\d\d)?"
    r"|(?:6|9)\s+tháng)\b"
)
_TIMES = ("năm", "tháng", "quý", "ngày", "giai đoạn", "kỳ")
"""One of these stands in whatever `_WHEN` finds."""
_TOKEN = regex.compile(r"[\p{L}\p{M}\d]+(?:[.,]\d+)*%?")
_PLAIN_KINDS: Mapping[str, IndicatorKind] = {"money": "money", "percent": "percent", "count": "count"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences of tokens, or nothing where it is optional."""

    ways: tuple[tuple[str | Choice, ...], ...]
    optional: bool


Sequence_ = tuple[str | Choice, ...]
"""Words in their order; all of them must stand there but optional choices."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to name an indicator."""

    code: str
    near: tuple[str, ...] = ()
    """One of these must stand in the headings or in the sentence before the number."""
    document: tuple[str, ...] = ()
    """One of these must stand at the head of the document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator of the catalogue."""

    code: str
    vi: str
    en: str
    domain: str
    dimension: str
    """`count`, `money`, `percent`, `score`, or a dimension of `units.csv`; `X/per` for ratios; `count:unit` where only
    one unit counts it."""
    direction: str
    """`more`: more is better; `less`; `none`."""
    excludes: tuple[str, ...]
    """Words that make it another thing in a label."""
    excluded_under: tuple[str, ...]
    """Words that make it another thing in a heading or before the number (`Một số mặt hàng chủ yếu`, `ngập`)."""
    valid_from: dt.date
    valid_to: dt.date


@cache
def entries() -> Mapping[str, Entry]:
    """The catalogue by code, in file order."""
    return {
        row["code"]: Entry(
            row["code"],
            row["vi"],
            row["en"],
            row["domain"],
            row["dimension"],
            row["direction"],
            tuple(" ".join(tokens_of(text)) for text in split_cell(row["excludes"]) if not text.startswith("@ ")),
            tuple(fold(text[2:]) for text in split_cell(row["excludes"]) if text.startswith("@ ")),
            dt.date.fromisoformat(row["valid_from"] or "0001-01-01"),
            dt.date.fromisoformat(row["valid_to"] or "9999-12-31"),
        )
        for row in read_table("indicator_catalogue")
    }


@cache
def _words(kind: str) -> Mapping[tuple[str, ...], str]:
    return {
        tuple(_TOKEN.findall(fold(row["phrase"]))): row["value"]
        for row in read_table("indicator_label_words")
        if row["kind"] == kind
    }


@cache
def _longest(kind: str) -> int:
    return max(map(len, _words(kind)), default=0)


@cache
def _firsts(kind: str) -> frozenset[str]:
    return frozenset(words[0] for words in _words(kind))


@cache
def _lasts(kind: str) -> frozenset[str]:
    """The words that end one of `kind`, or a place."""
    return frozenset(words[-1] for words in (*_words(kind), *_places()))


@cache
def _places() -> frozenset[tuple[str, ...]]:
    names = {name for province in all_provinces() for name in (province.name, *province.aliases)}
    return frozenset(tokens for name in names if (tokens := tuple(_TOKEN.findall(fold(name)))))


def tokens_of(text: str) -> list[str]:
    """The words of a label that tell what it is: folded, abbreviations in full, without those that change nothing."""
    raw = _TOKEN.findall(fold(text))
    same, longest, first = _words("same"), _longest("same"), _firsts("same")
    drop = _words("drop")
    tokens: list[str] = []
    at = 0
    while at < len(raw):
        for size in range(min(longest, len(raw) - at), 0, -1) if raw[at] in first else ():
            full = same.get(tuple(raw[at : at + size]))
            if full is not None:
                tokens += _TOKEN.findall(fold(full))
                at += size
                break
        else:
            if (raw[at],) not in drop:
                tokens.append(raw[at])
            at += 1
    return tokens


def parse_phrase(text: str) -> Sequence_:
    """`[tổng] số {đoàn viên/hội viên}` as a sequence: `[…]` may stand there, `{a/b}` one of them must.

    Raises:
        ValueError: brackets do not match.
    """
    sequence, at = _sequence(text, 0, "")
    if at != len(text):
        raise ValueError(f"brackets do not match: {text!r}")
    return sequence


_CLOSERS = {"[": "]", "{": "}"}


def _sequence(text: str, at: int, closers: str) -> tuple[Sequence_, int]:
    """The words from `at` to a character of `closers` at their own level, or to the end."""
    parts: list[str | Choice] = []
    while at < len(text) and text[at] not in closers:
        if text[at] in "]}":
            break
        if text[at] in _CLOSERS:
            close = _CLOSERS[text[at]]
            optional = close == "]"
            ways = []
            while True:
                way, at = _sequence(text, at + 1, "/" + close)
                ways.append(way)
                if at >= len(text):
                    raise ValueError(f"brackets do not match: {text!r}")
                if text[at] != "/":
                    break
            if text[at] != close:
                raise ValueError(f"brackets do not match: {text!r}")
            parts.append(Choice(tuple(ways), optional))
            at += 1
        else:
            stop = at
            while stop < len(text) and text[stop] not in "[]{}" and not (text[stop] == "/" and "/" in closers):
                stop += 1
            parts += tokens_of(text[at:stop])
            at = stop
    return tuple(parts), at


class _Reader:
    """All phrases of the catalogue at once, as one automaton: a label's words are walked through once.

    Each word of a phrase is a state; what may follow it leads on to others. State 0 is where phrases begin.
    """

    def __init__(self) -> None:
        self._edges: list[dict[str, list[int]]] = [{}]
        self._told: dict[int, list[Phrase]] = {}

    def add(self, words: Sequence_, phrase: Phrase) -> None:
        """Let `words` name `phrase`."""
        for last in self._after(words, {0}):
            if last:
                self._told.setdefault(last, []).append(phrase)

    def _after(self, words: Sequence_, at: set[int]) -> set[int]:
        """The states in which `words` end that begin behind those of `at`."""
        for word in words:
            if isinstance(word, str):
                state = len(self._edges)
                self._edges.append({})
                for before in at:
                    self._edges[before].setdefault(word, []).append(state)
                at = {state}
            else:
                ends = set(at) if word.optional else set()
                for way in word.ways:
                    ends |= self._after(way, at)
                at = ends
        return at

    def read(self, tokens: Sequence[str], start: int) -> Iterator[tuple[int, Phrase]]:
        """Every (end, phrase) such that `tokens[start:end]` is that phrase; some may come twice."""
        states: list[int] = [0]
        for end in range(start, len(tokens)):
            token = tokens[end]
            states = [on for state in states for on in self._edges[state].get(token, ())]
            if not states:
                return
            for state in states:
                for phrase in self._told.get(state, ()):
                    yield end + 1, phrase


@cache
def _reader() -> _Reader:
    reader = _Reader()
    for row in read_table("indicator_catalogue"):
        for text in split_cell(row["phrases"]):
            rest, _, document = text.partition(" @@ ")
            spelled, _, near = rest.partition(" @ ")
            reader.add(parse_phrase(spelled.strip()), Phrase(row["code"], _ways(near), _ways(document)))
    return reader


def _ways(text: str) -> tuple[str, ...]:
    return tuple(" ".join(fold(way).split()) for way in text.split("/") if way.strip())


@dataclass(frozen=True, slots=True)
class _Naming:
    """A phrase that names a label, and how much of it."""

    phrase: Phrase
    size: int
    only: frozenset[str]
    """Conditions of the words around: `percent`, `change`."""


@lru_cache(maxsize=8192)
def _namings(label: str, compared: bool) -> tuple[_Naming, ...]:
    folded = fold(label)
    constant = _CONSTANT.search(folded) is not None
    dated = not constant and any(word in folded for word in _TIMES)
    text = _WHEN.sub(" ", folded) if dated else folded
    tokens = tokens_of(text)
    if compared:
        tokens = _before_comparison(tokens)
    if not 0 < len(tokens) <= 40:
        return ()
    heads = _reach(tokens, "lead")
    tails = _reach(tokens[::-1], "tail", backwards=True)
    joined = f" {' '.join(tokens)} "
    namings: list[_Naming] = []
    for start, before in heads.items():
        for end, phrase in _reader().read(tokens, start):
            behind = tails.get(len(tokens) - end)
            if behind is None or any(f" {word} " in joined for word in entries()[phrase.code].excludes):
                continue
            namings.append(_Naming(phrase, end - start, before | behind))
    return tuple(namings)


def _before_comparison(tokens: list[str]) -> list[str]:
    against, longest, first = _words("against"), _longest("against"), _firsts("against")
    for at in range(1, len(tokens)):
        if tokens[at] in first and any(tuple(tokens[at : at + size]) in against for size in range(1, longest + 1)):
            return tokens[:at]
    return tokens


def _reach(tokens: Sequence[str], kind: str, *, backwards: bool = False) -> dict[int, frozenset[str]]:
    """How far from its beginning a label may be told by words that change nothing, with their conditions."""
    words, longest = _words(kind), _longest(kind)
    places = _places()
    openers = _lasts(kind) if backwards else _firsts(kind)
    reached: dict[int, frozenset[str]] = {0: frozenset()}
    ahead = [0]
    while ahead:
        at = ahead.pop()
        if at >= len(tokens) or tokens[at] not in openers:
            continue
        for size in range(1, max(longest, 5) + 1):
            if at + size > len(tokens):
                break
            part = tuple(tokens[at : at + size])
            key = part[::-1] if backwards else part
            value = words.get(key)
            if value is None and backwards and key in places:
                value = ""
            if value is not None and at + size not in reached:
                reached[at + size] = reached[at] | ({value} if value else set())
                ahead.append(at + size)
    return reached


def code_of(
    label: str,
    kind: IndicatorKind,
    unit: str | None,
    role: Role,
    *,
    near: str = "",
    headings: str = "",
    document: str = "",
    on: dt.date | None = None,
) -> str | None:
    """The catalogue's code for a number, or null where it is none of its indicators.

    Args:
        label: what is counted, in the text's words.
        kind: count, money, percent or measure.
        unit: as written, or null.
        role: the number's role.
        near: the sentence before the number.
        headings: those over it.
        document: the head of the document (issuer, title).
        on: a day it holds for; null where unknown.
    """
    best: tuple[int, int, str] | None = None
    nearby = document_folded = None
    for naming in _namings(label, role in _COMPARED):
        entry = entries()[naming.phrase.code]
        fits = _fits(entry.dimension, kind, unit, role)
        if fits == 0 or (on is not None and not entry.valid_from <= on <= entry.valid_to):
            continue
        if "percent" in naming.only and kind != "percent" and "/" not in entry.dimension:
            continue
        if "change" in naming.only and role not in _COMPARED:
            continue
        if entry.excluded_under and any(word in fold(f"{headings} {near}") for word in entry.excluded_under):
            continue
        if naming.phrase.near:
            nearby = fold(f"{headings} {near}") if nearby is None else nearby
            if not any(way in nearby for way in naming.phrase.near):
                continue
        if naming.phrase.document:
            document_folded = fold(document) if document_folded is None else document_folded
            if not any(way in document_folded for way in naming.phrase.document):
                continue
        key = (naming.size, fits, naming.phrase.code)
        if best is None or key[:2] > best[:2] or (key[:2] == best[:2] and _order(key[2]) < _order(best[2])):
            best = key
    return best[2] if best else None


@cache
def _order(code: str) -> int:
    return list(entries()).index(code)


def _fits(dimension: str, kind: IndicatorKind, unit: str | None, role: Role) -> int:
    """0 where a number of this kind and unit cannot be of the dimension; else how well it fits."""
    head, _, only = dimension.partition(":")
    base, _, per = head.partition("/")
    if only and kind == "count" and fold(unit or "") != only:
        return 0
    own = _is_of(base, kind, unit, ratio=bool(per))
    if role == "rate" and not per:
        return 0
    if role == "share":
        return 2 if base == "percent" and kind == "percent" else 0
    if role in ("target_rate", "index"):
        # A percent of a plan or of an earlier level is a percent of anything; best of what is none itself.
        return 0 if kind not in ("percent", "measure") else 2 if base != "percent" else 1
    if role == "change" and kind == "percent":
        return 2 if base == "percent" else 1
    return 2 if own else 0


def _is_of(base: str, kind: IndicatorKind, unit: str | None, *, ratio: bool) -> bool:
    if base == "score":
        return kind != "money"
    if ratio and base == "count":
        return kind in ("count", "percent", "measure")
    if base in _PLAIN_KINDS:
        return kind == _PLAIN_KINDS[base]
    if kind != "measure" or not unit:
        return False
    found = unit_at(unit, 0)
    return found is not None and found[0].dimension == base


def problems() -> Iterator[tuple[str, str]]:
    """What is wrong in the catalogue beyond what every table is checked for: (code, message)."""
    for row in read_table("indicator_catalogue"):
        code = row["code"]
        for text in split_cell(row["phrases"]):
            try:
                words = parse_phrase(text.partition(" @")[0].strip())
            except ValueError as error:
                yield code, str(error)
                continue
            if not any(isinstance(w, str) or not w.optional for w in words):
                yield code, f"nothing of it must stand there: {text!r}"


__all__ = ["Entry", "code_of", "entries", "parse_phrase", "problems", "tokens_of"]
