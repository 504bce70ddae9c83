"""Words that blanks broke: `S Ử D Ụ NG`, `V ề việc s ắp xếp`, `l ý`.

Type-setting programs and converters put blanks between letters. Vietnamese writes a blank after every syllable, and
syllables are a closed set; so a piece that is none (`ắp` never stands alone, `NG` never does) belongs to its neighbour,
and where only one neighbour makes a syllable of it, that is sure. A single letter may be a name (`điểm c`, `nhóm B`):
it is joined only where the word it makes stands in a dictionary beside the next or the last one (`giám s át`).
What is not sure stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from unicodedata import normalize

import regex

from gazetteers import read_table
from pipeline.legacy.syllables import is_syllable

_CONSONANTS = "bcdđghklmnpqrstvx"
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
_CODAS = frozenset(("c", "ch", "m", "n", "ng", "nh", "p", "t"))
_LONGEST = 7
"""Letters of the longest syllable, `nghiêng`."""
_LEAST_LETTERS = 4
"""Of a letterspaced text; fewer are initials."""
_MOST_LETTERS = 80
_SINGLES = 0.6
_DICTIONARIES = ("Viet22K.txt", "Viet39K.txt")

# What is no syllable by itself: consonants, and `qu`.
_PIECE = "".join((_CONSONANTS, _CONSONANTS.upper()))
_BROKEN = regex.compile(
    rf"(?:^|[^\p{{L}}])(?:[{_PIECE}][hHgG]?[hH]?|[qQ][uU]?)[ \xa0]\p{{L}}"
    r"|\p{L}[ \xa0](?:[cCnN][hH]?|[nN][gG]|[mptMPT])(?!\p{L})"
)
# A little more than `_BROKEN`, by the standard library's engine, which is twice as fast: few texts have it.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ"
_MAY_BE_BROKEN = re.compile(
    rf"(?<![{_LETTERS}])(?:[{_PIECE}][hHgG]?[hH]?|[qQ][uU]?)[ \xa0][^\W\d_]"
    rf"|[ \xa0](?:[cCnN][hH]?|[nN][gG]|[mptMPT])(?![{_LETTERS}])"
)
_SPACED = regex.compile(r"(?<![\p{L}\p{N}./@-])\p{L}(?:[ \xa0]{1,4}\p{L}{1,2}(?!\p{L})){2,}(?![\p{L}\p{N}])")
_FINAL_Y = regex.compile(r"(?<=^(?:qu|[hklmst]))[yỳýỷỹỵ]$")
_Y_AS_I = str.maketrans("yỳýỷỹỵ", "iìíỉĩị")
_TOKEN = regex.compile(r"\p{L}+")
_BLANKS = (" ", "\xa0")
_GAPS = regex.compile(r"[ \xa0]+")


def may_be_split(text: str) -> bool:
    """Whether a text holds what looks like a piece of a word; quick, and true of most texts that are whole as well."""
    return _MAY_BE_BROKEN.search(text) is not None and _BROKEN.search(text) is not None


def mend_split_words(text: str) -> str:
    """Text without the blanks that stand inside words, where that is sure; nothing but blanks is ever taken away.

    Args:
        text: NFC, without line ends within words.
    """
    if not may_be_split(text):
        return text
    text = _SPACED.sub(lambda match: _close_up(match[0]), text)
    return _joined(text) if may_be_split(text) else text


def _close_up(run: str) -> str:
    """Letterspaced text in words; unchanged where its words are not told."""
    tokens, gaps = _TOKEN.findall(run), _GAPS.findall(run)
    letters = "".join(tokens)
    if not _LEAST_LETTERS <= len(letters) <= _MOST_LETTERS or not (letters.isupper() or letters[1:].islower()):
        return run
    if sum(len(token) == 1 for token in tokens) < len(tokens) * _SINGLES:
        return run
    if not any(token.lower() not in _lone_words() for token in tokens):
        return run
    narrow = min(map(len, gaps))
    words: list[str] = []
    part: list[str] = [tokens[0]]
    for gap, token in zip(gaps, tokens[1:], strict=True):
        if len(gap) > narrow:
            words.append(" ".join(part))
            part = []
        part.append(token)
    words.append(" ".join(part))
    spaced = [_segmented(word.split()) for word in words]
    return " ".join(word for word in spaced if word) if all(spaced) else run


def _segmented(tokens: Sequence[str]) -> str | None:
    """Tokens put together to the fewest syllables that take them all; null where there is no way, or no one way."""
    # best[i]: all ways with the fewest syllables to take the tokens from i on.
    best: list[list[list[str]]] = [[] for _ in tokens] + [[[]]]
    for i in range(len(tokens) - 1, -1, -1):
        ways: list[list[str]] = []
        for end in range(i + 1, len(tokens) + 1):
            syllable = "".join(tokens[i:end])
            if len(syllable) > _LONGEST:
                break
            if _is_word(syllable.lower()):
                ways += [[syllable, *rest] for rest in best[end]]
        fewest = min(map(len, ways), default=0)
        best[i] = [way for way in ways if len(way) == fewest][:8]
    ways = best[0]
    if len(ways) > 1:
        ways = [way for way in ways if _is_compound(way)]
    return " ".join(ways[0]) if len(ways) == 1 else None


def _is_compound(words: Sequence[str]) -> bool:
    """Whether words stand in the dictionary two by two."""
    return len(words) % 2 == 0 and all(_is_pair(a, b) for a, b in zip(words[::2], words[1::2], strict=True))


def _joined(text: str) -> str:
    """Text with pieces of words joined to their neighbours."""
    spans = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    pieces = [text[a:b] for a, b in spans]
    glued = [text[a[1] : b[0]] for a, b in pairwise(spans)]
    cut: list[int] = []
    i = 0
    while i + 1 < len(pieces):
        if glued[i] in _BLANKS and (
            _belongs(pieces, glued, i) or (i + 2 < len(pieces) and glued[i + 1] in _BLANKS and _three(pieces, i))
        ):
            # The joined word takes the place of its second piece, so that a third one may follow.
            pieces[i + 1] = pieces[i] + pieces[i + 1]
            cut.append(spans[i][1])
        i += 1
    if not cut:
        return text
    kept: list[str] = []
    at = 0
    for blank in cut:
        kept.append(text[at:blank])
        at = blank + 1
    return "".join([*kept, text[at:]])


def _belongs(pieces: Sequence[str], glued: Sequence[str], i: int) -> bool:
    """Whether a piece and the next one are surely one word."""
    left, right = pieces[i], pieces[i + 1]
    whole = (left + right).lower()
    if len(whole) > _LONGEST or not _is_alike(left, right) or not _is_word(whole):
        return False
    before = pieces[i - 1] if i and glued[i - 1] in _BLANKS else ""
    after = pieces[i + 2] if i + 2 < len(pieces) and glued[i + 1] in _BLANKS else ""
    onset = all(char in _CONSONANTS for char in left.lower()) or left.lower() == "qu"
    coda = right.lower() in _CODAS
    if not onset and not coda:
        # `nư ớc`: the second piece begins no word.
        return right[0].lower() in _VOWELS and right.lower() not in _lone_words()
    if _in_dictionary(before, whole, after):
        return True
    if onset and coda:
        return False
    if onset:
        # A single letter is sure only before what never stands alone: `V ề`, but not `nhóm B ở`.
        unsure = len(left) == 1 and before.lower() in _labels()
        return right[0].lower() in _VOWELS and right.lower() not in _lone_words() and not unsure
    # What follows may want the letters more: `ph ố` in `thàn h ph ố`.
    wanted = bool(after) and after[0].lower() in _VOWELS and _is_word((right + after).lower())
    return not _is_word(left.lower()) and left.lower() not in _labels() and not wanted


def _three(pieces: Sequence[str], i: int) -> bool:
    """Whether a piece begins a word broken in three: `s ắ p`."""
    left, middle, right = pieces[i : i + 3]
    if not all(char in _CONSONANTS for char in left.lower()) or right.lower() not in _CODAS:
        return False
    whole = left + middle + right
    if len(whole) > _LONGEST or middle.lower() in _lone_words() or not _is_alike(left, middle + right):
        return False
    return _is_word(whole.lower())


def _is_alike(left: str, right: str) -> bool:
    """Whether two pieces may be one word by the case of their letters."""
    if right.islower():
        return left.islower() or left.istitle()
    return right.isupper() and left.isupper()


def _in_dictionary(before: str, whole: str, after: str) -> bool:
    return (bool(before) and _is_pair(before, whole)) or (bool(after) and _is_pair(whole, after))


def _is_pair(left: str, right: str) -> bool:
    """Whether two syllables stand together in the dictionary."""
    pairs = _compounds()
    return any((a, b) in pairs for a in _spellings(left.lower()) for b in _spellings(right.lower()))


def _spellings(syllable: str) -> tuple[str, ...]:
    """A syllable with its final `y` as `i`, too: `lý` is `lí` in half of the dictionaries."""
    return (syllable, syllable.translate(_Y_AS_I)) if _FINAL_Y.search(syllable) else (syllable,)


def _is_word(syllable: str) -> bool:
    return is_syllable(syllable) and syllable in _syllables()


@cache
def _lone_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("lone_words") if row["kind"] == "word")


@cache
def _labels() -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("lone_words") if row["kind"] == "label")


@cache
def _entries() -> tuple[str, ...]:
    """Entries of underthesea's dictionaries."""
    folder = files("underthesea") / "corpus" / "data"
    found: list[str] = []
    for name in _DICTIONARIES:
        found += normalize("NFC", (folder / name).read_text(encoding="utf-8")).lower().splitlines()
    return tuple(found)


@cache
def _syllables() -> frozenset[str]:
    """Syllables that are in use; the spelling allows many more."""
    return frozenset(" ".join(_entries()).replace("-", " ").replace(",", " ").split())


@cache
def _compounds() -> frozenset[tuple[str, str]]:
    """Words of two syllables, and every two that stand together in a longer one."""
    pairs: set[tuple[str, str]] = set()
    for entry in _entries():
        pairs.update(pairwise(entry.split()))
    return frozenset(pairs)


__all__ = ["may_be_split", "mend_split_words"]
