"""What every match of a pattern must hold, read from the pattern's source.

A small reading of the syntax of `regex`. What it does not know it takes for anything, so that the answer may be too
wide and is never too narrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LONGEST = 9
"""Letters and blanks of a beginning that are asked for; the pattern itself asks for the rest."""
_MOST = 400
"""Beginnings above which a pattern is not read any further."""
_SPACE, _FIGURE = r"\s", r"\d"

Word = tuple[str, ...]
"""What stands there, letter by letter, as `re` spells it in small letters."""


class _UnknownError(Exception):
    """Of syntax that this reading does not know."""


@dataclass(frozen=True, slots=True)
class _Letters:
    """One of some letters, or a blank."""

    spelled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Anything:
    """What tells nothing; `empty`: that is no letter at all (an anchor, what stands around)."""

    empty: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    parts: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    ways: tuple[_Node, ...]


@dataclass(frozen=True, slots=True)
class _Repeated:
    what: _Node
    least: int
    most: int | None


_Node = _Letters | _Anything | _Row | _Choice | _Repeated

_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d*)(,?)(\d*)\})[?+]?")
_GROUP = re.compile(r"\((?:\?(?P<kind>:|>|P?<[A-Za-z_]\w*>|[imsu]+:|[=!]|<[=!]))?")
_FLAGS = re.compile(r"\(\?[imsru]+\)")
_ESCAPE = re.compile(r"\\(?:[pPLN][{<][^}>]*[}>]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|\d+|.)", re.DOTALL)
_ANCHORS = frozenset("bBAZmMGKz")


class _Reader:
    def __init__(self, source: str) -> None:
        self._source, self._at = source, 0

    def read(self) -> _Node:
        node = self._choice()
        if self._at < len(self._source):
            raise _UnknownError
        return node

    def _choice(self) -> _Node:
        ways = [self._row()]
        while self._source[self._at : self._at + 1] == "|":
            self._at += 1
            ways.append(self._row())
        return ways[0] if len(ways) == 1 else _Choice(tuple(ways))

    def _row(self) -> _Node:
        parts: list[_Node] = []
        while self._at < len(self._source) and self._source[self._at] not in "|)":
            part = self._part()
            found = _QUANTIFIER.match(self._source, self._at)
            if found is not None:
                self._at = found.end()
                part = _Repeated(part, *_bounds(found))
            elif self._source[self._at : self._at + 1] == "{":
                raise _UnknownError
            parts.append(part)
        return _Row(tuple(parts))

    def _part(self) -> _Node:
        sign = self._source[self._at]
        if sign == "(":
            return self._group()
        if sign == "[":
            return self._set()
        if sign == "\\":
            found = _ESCAPE.match(self._source, self._at)
            if found is None:
                raise _UnknownError
            self._at = found.end()
            return _escaped(found[0])
        self._at += 1
        if sign in "^$":
            return _Anything(empty=True)
        return _Anything() if sign == "." else _Letters((re.escape(sign.lower()),))

    def _group(self) -> _Node:
        if found := _FLAGS.match(self._source, self._at):
            self._at = found.end()
            return _Anything(empty=True)
        found = _GROUP.match(self._source, self._at)
        if found is None or self._source[found.end() : found.end() + 1] in ("?", "*"):
            raise _UnknownError
        self._at = found.end()
        inner = self._choice()
        if self._source[self._at : self._at + 1] != ")":
            raise _UnknownError
        self._at += 1
        return _Anything(empty=True) if found["kind"] in ("=", "!", "<=", "<!") else inner

    def _set(self) -> _Node:
        at = self._at + 1
        told = self._source[at] != "^"
        letters: list[str] = []
        while self._source[at] != "]" or not letters:
            sign = self._source[at]
            if sign == "[":
                raise _UnknownError
            if sign == "\\":
                found = _ESCAPE.match(self._source, at)
                if found is None:
                    raise _UnknownError
                node = _escaped(found[0])
                at = found.end()
                told = told and isinstance(node, _Letters)
                letters += node.spelled if isinstance(node, _Letters) else ("",)
                continue
            if sign == "-" and letters and self._source[at + 1] != "]":
                told = False
            letters.append(re.escape(sign.lower()))
            at += 1
            if at >= len(self._source):
                raise _UnknownError
        self._at = at + 1
        return _Letters(tuple(dict.fromkeys(letters))) if told else _Anything()


def _bounds(found: re.Match[str]) -> tuple[int, int | None]:
    sign, least, comma, most = found.groups()
    if sign:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
    low = int(least or 0)
    return low, (int(most) if most else None) if comma else low


def _escaped(text: str) -> _Node:
    letter = text[1]
    if letter in "sd":
        return _Letters((text,))
    if letter in _ANCHORS:
        return _Anything(empty=True)
    return _Anything() if letter.isalnum() else _Letters((re.escape(letter),))


Begun = tuple[Word, bool]
"""How something begins, and whether that is all of it."""


def _begun(node: _Node) -> set[Begun]:
    if isinstance(node, _Letters):
        return {((letter,), True) for letter in node.spelled}
    if isinstance(node, _Anything):
        return {((), node.empty)}
    if isinstance(node, _Choice):
        return {begun for way in node.ways for begun in _begun(way)}
    if isinstance(node, _Repeated):
        return _repeated(node)
    found: set[Begun] = {((), True)}
    for part in node.parts:
        if not any(whole for _, whole in found):
            break
        ends = _begun(part)
        longer = {(w, False) for w, whole in found if not whole}
        longer |= {
            ((*word, *end)[:_LONGEST], whole and len(word) + len(end) <= _LONGEST)
            for word, open_ in found
            if open_
            for end, whole in ends
        }
        if len(longer) > _MOST:
            return {(word, False) for word, _ in found}
        found = longer
    return found


def _repeated(node: _Repeated) -> set[Begun]:
    if isinstance(node.what, _Letters) and node.most != 1 and not any(map(_tells, node.what.spelled)):
        # Blanks and marks, as many as there are.
        kept = "".join(node.what.spelled)
        kept = kept if len(node.what.spelled) == 1 else f"[{kept}]"
        return {((kept + ("+" if node.least else "*"),), True)}
    once = _begun(node.what)
    if node.most != 1:
        once = {(word, whole and not word) for word, whole in once}
    return once if node.least else once | {((), True)}


def _tells(letter: str) -> bool:
    """Whether a letter of a beginning is one, no blank or mark."""
    return letter[0] != "\\" and letter[0] != "["


def _is_told(words: set[Begun]) -> bool:
    return bool(words) and all(word and word[0][-1] not in "*+" and not word[0].startswith(_SPACE) for word, _ in words)


def _worth(words: set[Begun]) -> int:
    """How much the shortest of some words tells: its letters, or that it is a mark; a figure stands too often."""
    return min(len(word) if word[0].isalpha() else 1 if word[0] == _FIGURE else 3 for word, _ in words)


def _held(node: _Node) -> set[Begun] | None:
    """Words one of which every match holds, wherever; null where nothing is known."""
    if isinstance(node, _Choice):
        ways = [_held(way) for way in node.ways]
        return None if any(way is None for way in ways) else {word for way in ways for word in way or ()}
    if isinstance(node, _Repeated):
        return _held(node.what) if node.least else None
    if not isinstance(node, _Row):
        begun = _begun(node)
        return begun if _is_told(begun) else None
    options = []
    for i, part in enumerate(node.parts):
        if i and isinstance(node.parts[i - 1], _Letters) and isinstance(part, _Letters):
            continue
        begun = _begun(_Row(node.parts[i:]))
        options += [begun] if _is_told(begun) else []
        inner = None if isinstance(part, _Letters) else _held(part)
        options += [inner] if inner else []
    return max(options, key=lambda words: (_worth(words), -len(words)), default=None)


def _spelled(words: Iterable[Word]) -> str:
    """Any of some words, as a tree: what they begin with alike is tried once."""
    by_first: dict[str, list[Word]] = {}
    for word in words:
        if not word:
            # What goes on behind a word tells no more than the word.
            return ""
        by_first.setdefault(word[0], []).append(word[1:])
    ways = [first + _spelled(rests) for first, rests in sorted(by_first.items())]
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def beginnings(source: str) -> str | None:
    """What a match begins with: a pattern of `re` for text in small letters.

    Args:
        source: a pattern in the syntax of `regex`.

    Returns:
        null where it can begin with anything.
    """
    try:
        words = _begun(_Reader(source).read())
    except (_UnknownError, IndexError):
        return None
    return _spelled(word for word, _ in words) if _is_told(words) and _worth(words) > 1 else None


def openings(source: str) -> str | None:
    """As `beginnings`, where marks and blanks may stand before what is told."""
    try:
        words = {word for word, _ in _begun(_Reader(source).read())}
    except (_UnknownError, IndexError):
        return None
    return _spelled(words) if all(any(map(_tells, word)) for word in words) else None


def contents(source: str) -> str | None:
    """As `beginnings`, for what stands anywhere in a match."""
    try:
        words = _held(_Reader(source).read())
    except (_UnknownError, IndexError):
        return None
    return _spelled(word for word, _ in words) if words and _worth(words) > 1 else None


def _backwards(node: _Node) -> _Node:
    if isinstance(node, _Row):
        return _Row(tuple(_backwards(part) for part in reversed(node.parts)))
    if isinstance(node, _Choice):
        return _Choice(tuple(_backwards(way) for way in node.ways))
    return _Repeated(_backwards(node.what), node.least, node.most) if isinstance(node, _Repeated) else node


def endings(source: str, marks: str, most: int) -> frozenset[str] | None:
    """The last letters of every match, in small letters.

    Args:
        source: a pattern in the syntax of `regex`.
        marks: what can stand behind the last letter, beside blanks.
        most: letters that are told at most.

    Returns:
        One to `most` letters each, beside which matches may end with a figure; null where one can end with anything.
    """
    try:
        words = {word for word, _ in _begun(_backwards(_Reader(source).read()))}
    except (_UnknownError, IndexError):
        return None
    spelled = {re.escape(mark) for mark in marks}
    found = set()
    for word in words:
        letters = list(word)
        while letters and (letters[0] in spelled or letters[0].startswith(_SPACE) or letters[0] == f"{_FIGURE}*"):
            del letters[0]
        if letters and letters[0].startswith(_FIGURE):
            continue
        count = next((n for n, letter in enumerate(letters[:most]) if len(letter) > 1), min(len(letters), most))
        found.add("".join(reversed(letters[:count])))
    return None if "" in found else frozenset(found)
