"""How the catalogue's phrases are written, and the words of a label they are compared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.indicators.lexicon import fold
from gazetteers import read_table, split_cell

_TOKEN = regex.compile(r"[\p{L}\p{M}\d]+(?:[.,]\d+)*%?")


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


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    return _TOKEN.findall(fold(text))


@cache
def words_of_kind(kind: str) -> Mapping[tuple[str, ...], str]:
    """`indicator_label_words.csv`: the words of one kind, with what each means."""
    return {
        tuple(words_of(row["phrase"])): row["value"]
        for row in read_table("indicator_label_words")
        if row["kind"] == kind
    }


@cache
def longest_of_kind(kind: str) -> int:
    """How many words the longest of a kind has."""
    return max(map(len, words_of_kind(kind)), default=0)


@cache
def firsts_of_kind(kind: str) -> frozenset[str]:
    """The words that begin one of a kind."""
    return frozenset(words[0] for words in words_of_kind(kind))


def tokens_of(text: str) -> list[str]:
    """The words of a label that tell what it is: folded, abbreviations in full, without those that change nothing."""
    raw = words_of(text)
    same, longest, first = words_of_kind("same"), longest_of_kind("same"), firsts_of_kind("same")
    drop = words_of_kind("drop")
    tokens: list[str] = []
    at = 0
    while at < len(raw):
        for size in range(min(longest, len(raw) - at), 0, -1) if raw[at] in first else ():
            full = same.get(tuple(raw[at : at + size]))
            if full is not None:
                tokens += words_of(full)
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


class Reader:
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
        edges = self._edges
        states: Sequence[int] = (0,)
        for end in range(start, len(tokens)):
            token = tokens[end]
            if len(states) == 1:
                states = edges[states[0]].get(token, ())
            else:
                states = [on for state in states if token in edges[state] for on in edges[state][token]]
            if not states:
                return
            for state in states:
                for phrase in self._told.get(state, ()):
                    yield end + 1, phrase


@cache
def reader() -> Reader:
    """The phrases of the catalogue."""
    made = Reader()
    for row in read_table("indicator_catalogue"):
        for text in split_cell(row["phrases"]):
            rest, _, document = text.partition(" @@ ")
            spelled, _, near = rest.partition(" @ ")
            made.add(parse_phrase(spelled.strip()), Phrase(row["code"], _ways(near), _ways(document)))
    return made


def _ways(text: str) -> tuple[str, ...]:
    return tuple(" ".join(fold(way).split()) for way in text.split("/") if way.strip())


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
