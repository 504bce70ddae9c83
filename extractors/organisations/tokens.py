"""Words of a text with their offsets, folded for lookup, and a trie of word sequences over them."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Generic, TypeVar

import regex

from extractors.organisations.provinces import fold_tones, fold_unaccented

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+")
BLANKS_MAX = 3
"""More blanks than these between two words are the gutter of a two-column letterhead."""
_WRAPPED_BLANKS_MAX = 8
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
_JOINTS = frozenset("-,&/.")

_LEAF = "\n"
"""Key under which a node holds what ends there; no word is one (a word without letters `plain` keeps may be empty)."""

T = TypeVar("T")


def fold(text: str) -> str:
    """Lower case, one tone placement; as long as `text`, whatever letters it holds."""
    folded = fold_tones(text)
    if len(folded) != len(text):
        # A few letters (İ) lower to two code points; those keep their case.
        folded = fold_tones("".join(c if len(c.lower()) != 1 else c.lower() for c in text))
    return folded


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A folded word without its accents: `chính` → `chinh`."""
    return fold_unaccented(word)


class Tokens:
    """The words of a view (`DocumentText.view`): parallel lists, offsets in code points into the view."""

    __slots__ = ("ends", "plain", "starts", "view", "words")

    def __init__(self, view: str) -> None:
        self.view = view
        folded = fold(view)
        spans = [match.span() for match in _WORD.finditer(folded)]
        self.starts = [a for a, _ in spans]
        self.ends = [b for _, b in spans]
        self.words = [folded[a:b] for a, b in spans]
        self.plain = list(map(plain, self.words))

    def __len__(self) -> int:
        return len(self.words)

    def gap(self, i: int) -> str:
        """What stands between word `i - 1` and word `i`; before the first and after the last: a line break."""
        if 0 < i < len(self.words):
            return self.view[self.ends[i - 1] : self.starts[i]]
        return "\n\n"

    def raw(self, i: int) -> str:
        """Word `i` as written."""
        return self.view[self.starts[i] : self.ends[i]]

    def blank(self, i: int) -> bool:
        """Only blanks (a line break at most) between word `i - 1` and word `i`."""
        if 0 < i < len(self.words):
            after = self.ends[i - 1]
            if self.starts[i] - after == 1 and self.view[after] == " ":
                return True
        return is_blank(self.gap(i))

    def line_break(self, i: int) -> bool:
        """A line break stands before word `i`."""
        return "\n" in self.gap(i)

    def capital(self, i: int) -> bool:
        """Word `i` begins with a capital letter."""
        return i < len(self.words) and self.view[self.starts[i]].isupper()

    def all_caps(self, i: int) -> bool:
        """Word `i` is in capitals throughout, two letters or more."""
        raw = self.raw(i) if i < len(self.words) else ""
        return len(raw) > 1 and raw.isupper()

    def digits(self, i: int) -> bool:
        """Word `i` is a number."""
        return i < len(self.words) and self.words[i].isdigit()

    def word(self, i: int) -> str:
        """Word `i` folded; empty outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def is_blank(gap: str) -> bool:
    """A gap that does not separate: a few blanks, or one line break with the blanks around it."""
    if gap.strip():
        return False
    breaks = gap.count("\n")
    return 0 < len(gap) <= BLANKS_MAX if not breaks else breaks == 1 and len(gap) <= _WRAPPED_BLANKS_MAX


def is_joint(gap: str) -> bool:
    """A gap that joins the parts of a name: blanks, or one of `- , & / .` with or without blanks."""
    stripped = gap.strip()
    if not stripped:
        return is_blank(gap)
    return len(stripped) == 1 and stripped in _JOINTS and gap.count("\n") <= 1 and len(gap) <= _WRAPPED_BLANKS_MAX


@dataclass(slots=True)
class _Leaf(Generic[T]):
    value: T
    joints: tuple[str, ...]
    """For each gap inside the phrase: the joint written there, or empty where it must be blank."""
    caps: tuple[int, ...]
    """Words that must be in capitals (abbreviations)."""
    words: tuple[str, ...] = ()
    """The folded words, where the trie is keyed by plain ones."""


def _joins(joint: str, tokens: Tokens, k: int) -> bool:
    if not joint:
        return tokens.blank(k)
    return not (joint == "&" and tokens.gap(k).strip() == ",")


def _fits(leaf: _Leaf[T], tokens: Tokens, i: int) -> bool:
    return all(_joins(joint, tokens, i + 1 + n) for n, joint in enumerate(leaf.joints)) and all(
        tokens.raw(i + n).isupper() for n in leaf.caps
    )


def _untoned(word: str) -> bool:
    """No tone mark in the word: `tri`, `tông`."""
    return not any(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", word))


@dataclass(slots=True)
class Trie(Generic[T]):
    """Phrases by their words, case and tone placement apart. `NN&PTNT` is the words `nn`, `ptnt` with a joint."""

    _root: dict[str, Any] = field(default_factory=dict)

    def add(self, phrase: str, value: T) -> None:
        """Put `phrase` in; a dash or comma inside it matches any joint or a blank, `&` all of them but a comma."""
        spans = [match.span() for match in _WORD.finditer(phrase)]
        if not spans:
            return
        node = self._root
        for a, b in spans:
            node = node.setdefault(fold(phrase[a:b]), {})
        inner = [phrase[b:a] for (_, b), (a, _) in pairwise(spans)]
        caps = tuple(k for k, (a, b) in enumerate(spans) if b - a > 1 and phrase[a:b].isupper())
        node.setdefault(_LEAF, []).append(_Leaf(value, tuple(g.strip() for g in inner), caps))

    def starts(self, word: str) -> bool:
        """Some phrase begins with this folded word."""
        return word in self._root

    @property
    def first_words(self) -> Container[str]:
        """The folded words with which phrases begin."""
        return self._root

    def matches(self, tokens: Tokens, i: int) -> Iterator[tuple[T, int]]:
        """(value, index after the last word) of every phrase that stands at word `i`, the longest first."""
        for leaf, end in self._walk(tokens, i, tokens.words):
            if _fits(leaf, tokens, i):
                yield leaf.value, end

    def _walk(self, tokens: Tokens, i: int, words: Sequence[str]) -> Iterator[tuple[_Leaf[T], int]]:
        node = self._root.get(words[i]) if i < len(words) else None
        if node is None:
            return
        found: list[tuple[list[_Leaf[T]], int]] = []
        k, n_words = i, len(words)
        view, starts, ends = tokens.view, tokens.starts, tokens.ends
        while node is not None:
            k += 1
            leaves = node.get(_LEAF)
            if leaves:
                found.append((leaves, k))
            if k >= n_words:
                break
            after = ends[k - 1]
            # Nearly every gap is one blank.
            if (starts[k] - after != 1 or view[after] != " ") and not is_joint(tokens.gap(k)):
                break
            node = node.get(words[k])
        for leaves, end in reversed(found):
            for leaf in leaves:
                yield leaf, end

    def add_plain(self, phrase: str, value: T) -> None:
        """Put `phrase` in by its words without accents, for `worn_matches`."""
        words = [fold(word) for word in _WORD.findall(phrase)]
        node = self._root
        for word in words:
            node = node.setdefault(plain(word), {})
        node.setdefault(_LEAF, []).append(_Leaf(value, ("",) * (len(words) - 1), (), tuple(words)))

    def worn_matches(self, tokens: Tokens, i: int) -> Iterator[tuple[T, int]]:
        """Phrases at word `i` of which one word has lost marks in the text, as scanning does: `Bộ Chính tri`."""
        for leaf, end in self._walk(tokens, i, tokens.plain):
            differing = [n for n, word in enumerate(leaf.words) if tokens.words[i + n] != word]
            if len(differing) == 1 and _fits(leaf, tokens, i):
                text = tokens.words[i + differing[0]]
                if _untoned(text) and len(text) == len(leaf.words[differing[0]]):
                    yield leaf.value, end

    def longest(self, tokens: Tokens, i: int) -> tuple[T, int] | None:
        """The first of `matches`."""
        return next(self.matches(tokens, i), None)
