"""Documents known by name: laws, codes, ordinances, charters, resolutions of congresses and plenums.

Names of laws are data (`gazetteers/laws.csv`); a law not listed is read up to the word that ends its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extractors.organisations.provinces import fold_tones
from extractors.references.patterns import cues, fold_word
from gazetteers import read_table, split_cell

_TOKEN = regex.compile(r"\s*([^\W\d_]+(?:[&/][^\W\d_]+)*|[,&\-])")
_LAW_HEADS = (("uật", "luật"), ("UẬT", "luật"), ("áp lệnh", "pháp lệnh"), ("ÁP LỆNH", "pháp lệnh"))
_OTHER_HEADS = (
    ("iến pháp", "hiến pháp"),
    ("IẾN PHÁP", "hiến pháp"),
    ("iều lệ", "điều lệ"),
    ("IỀU LỆ", "điều lệ"),
)
_CONGRESS_HEADS = ("ghị quyết", "ghị Quyết", "GHỊ QUYẾT", "Q Đại hội", "Q ĐH", "QTW", "Q TW")
_OPEN_KINDS = frozenset({"luật", "pháp lệnh"})
"""Of which a name that is not listed is taken too."""
_INNER_WORDS = frozenset({"và", "của", "ở", "đối", "với"})
_BEFORE_NOT_LAW = regex.compile(
    r"(?:(?<!\p{L})(?:pháp|kỷ|kỉ|quy|qui|công ty|ty|văn phòng|phòng|viện|dân|khoa|trường|học|hãng|phạm|thi)\s+)$",
    regex.IGNORECASE,
)
_AMENDING = regex.compile(
    r"\s+sửa\s+đổi(?:\s*,?\s*(?:và\s+)?bổ\s+sung)?(?:,?\s*thay\s+thế)?\s+(?:một\s+số\s+)?(?:điều|nội\s+dung|luật)?"
    r"(?:\s+(?:của|tại|trong))?(?:\s+các)?\s*",
    regex.IGNORECASE,
)
_AMENDED_MANY = regex.compile(
    r"\d{1,2}\s+luật[^.;:()\n]{0,160}?(?=\s+(?:số\s|ngày\s|năm\s)|[.;:(\n]|,\s)", regex.IGNORECASE
)
_NEXT_LAW = regex.compile(r"\s*(?:,|;|và|,\s*và)\s+(?=(?:bộ\s+)?luật\s+\p{Lu}|pháp\s+lệnh\s+\p{Lu})", regex.IGNORECASE)
_LAW_WORD = regex.compile(r"(?:bộ\s+luật|luật|pháp\s+lệnh)(?=\s)", regex.IGNORECASE)
_AMENDED = regex.compile(
    r"\s*\(\s*sửa\s+đổi(?:\s*,?\s*bổ\s+sung)?(?:\s+năm\s+\d{4})?\s*\)"
    r"|\s+sửa\s+đổi(?:\s*,?\s*bổ\s+sung)?(?=\s+(?:năm\s+)?(?:19|20)\d{2}(?!\d))",
    regex.IGNORECASE,
)
_YEAR = regex.compile(r"\s*,?\s+(?:năm\s*)?((?:19|20)\d{2})(?![\d/]|\s?-\s?\d|\.\d)", regex.IGNORECASE)
_YEAR_IN_BRACKETS = regex.compile(r"\s*\(\s*(?:năm\s+)?((?:19|20)\d{2})\s*\)", regex.IGNORECASE)
_MAX_NAME_WORDS = 26
_MAX_UNLISTED_WORDS = 12

_ORDINAL = r"(?:lần\s+)?(?:thứ\s+)?(?:[IVX]+|\d{1,2}|nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười(?:\s+\p{Ll}+)?)(?!\p{L})"
_CONGRESS = regex.compile(r"(?:nghị\s+quyết|NQ)\s+(?:của\s+)?(?:tại\s+)?(?:đại\s+hội|ĐH)(?=[\s,])", regex.IGNORECASE)
_CONGRESS_WORD = regex.compile(
    r"[ ]*(?:(?P<ordinal>lần\s+thứ\s+[\p{L}\d]+|(?-i:[IVX]+)(?!\p{L}))"
    r"|(?P<term>,?\s*\(?\s*kh(?:oá|óa|oa)\s+(?-i:[IVX\d]+)\)?|,?\s*\(?nhiệm\s+kỳ\s+\d{4}\s*-\s*\d{4}\)?)"
    r"|(?P<place>(?:tỉnh|thành\s+phố|thành|tp\.?|huyện|quận|thị\s+xã|xã|phường)(?!\p{L})"
    r"(?:[ ]+(?!(?:khóa|khoá|nhiệm|lần|trên|và)(?!\p{L}))(?-i:\p{Lu})\p{L}*){0,3})"
    r"|(?P<word>đại\s+biểu|toàn\s+quốc|toàn\s+thể|đảng\s+bộ|đảng|công\s+đoàn|đoàn|hội|khối|của|các\s+cấp|cấp|cơ\s+sở"
    r"|việt\s+nam|liên\s+đoàn\s+lao\s+động|lđlđ|phụ\s+nữ|nông\s+dân|thanh\s+niên|cựu\s+chiến\s+binh|liên\s+hiệp"
    r"|ngành|các\s+cơ\s+quan|doanh\s+nghiệp|trung\s+ương|tổng\s+công\s+ty|mặt\s+trận\s+tổ\s+quốc|thủ\s+đô"
    r"|TNCS|cộng\s+sản|hồ\s+chí\s+minh|LHPN|MTTQ|CCB|và)(?!\p{L})"
    r"|(?P<proper>(?-i:\p{Lu}\p{Ll}+)(?:[ ]\p{Ll}+)?))",
    regex.IGNORECASE,
)
_PLENUM = regex.compile(
    rf"(?:nghị\s+quyết\s+|NQ\s*)(?:của\s+)?(?:hội\s+nghị\s+)?(?:lần\s+thứ\s+\p{{L}}+"
    rf"|(?:TW|trung\s+ương)\s*(?:{_ORDINAL})|\d{{1,2}}\s*(?:TW|trung\s+ương)(?!\p{{L}}))\s*"
    r"(?:,?\s*(?:của\s+)?(?:ban\s+chấp\s+hành\s+trung\s+ương|BCH\s+(?:trung\s+ương|TW))(?:\s+đảng)?)?"
    r"\s*,?\s*\(?\s*kh(?:oá|óa|oa)\s+(?-i:[IVX]+)\)?",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A document's name in the text."""

    start: int
    end: int
    kind: str
    """Document type."""
    year: int | None
    """Year in the name (`Luật Việc làm năm 2013`)."""
    listed: bool
    """Its name stands in `laws.csv`."""


_Trie = dict[str, Any]
_END = ""


@cache
def _laws() -> dict[str, _Trie]:
    """Kind → trie of folded words; commas are words, and names with commas also stand without them."""
    tries: dict[str, _Trie] = {}
    for row in read_table("laws"):
        for name in (row["name"], *split_cell(row["aliases"])):
            for variant in (name, name.replace(",", "")):
                node = tries.setdefault(row["kind"], {})
                for word in _words(variant):
                    node = node.setdefault(word, {})
                node[_END] = {}
    return tries


def _words(name: str) -> list[str]:
    return [match[1] for match in _TOKEN.finditer(fold_tones(name))]


@cache
def _stops() -> frozenset[str]:
    return frozenset(phrase for phrase, use in cues("stop").items() if use != "issuer")


def find_named(seen: str) -> list[Named]:
    """All named documents, in text order, not overlapping.

    Args:
        seen: view of a text; offsets in the result are code points into it.
    """
    found: list[Named] = []
    for needle, kind in _LAW_HEADS:
        found.extend(_find_laws(seen, needle, kind))
    for needle, kind in _OTHER_HEADS:
        found.extend(_find_listed(seen, needle, kind))
    for needle in _CONGRESS_HEADS:
        found.extend(_find_resolutions(seen, needle))
    found.sort(key=lambda named: (named.start, -named.end))
    result: list[Named] = []
    for named in found:
        if not result or named.start >= result[-1].end:
            result.append(named)
    return result


def _occurrences(seen: str, needle: str) -> Iterator[int]:
    at = seen.find(needle)
    while at >= 0:
        yield at
        at = seen.find(needle, at + 1)


def _find_laws(seen: str, needle: str, kind: str) -> Iterator[Named]:
    lead = 1 if kind == "luật" else 2
    for at in _occurrences(seen, needle):
        start = at - lead
        if start < 0 or (start and seen[start - 1].isalpha()):
            continue
        head = seen[start:at].lower()
        after = at + len(needle)
        if head != ("l" if kind == "luật" else "ph") or not seen[after : after + 1].isspace():
            continue
        named = _law_at(seen, start, after, kind)
        if named:
            yield named


def _law_at(seen: str, start: int, after: int, kind: str) -> Named | None:
    """The law whose type word is at [start, after)."""
    before = seen[max(0, start - 12) : start]
    if kind == "luật" and before.rstrip().lower().endswith("bộ") and before[-1:].isspace():
        start -= len(before) - before.lower().rfind("bộ")
        kind = "bộ luật"
    elif kind == "luật" and _BEFORE_NOT_LAW.search(before):
        return None
    if kind == "luật":
        amending = _AMENDING.match(seen, after)
        if amending and not before.lower().endswith("các "):
            return _amending_law(seen, start, amending.end())
    end, listed = _name_end(seen, after, kind, seen[start].isupper())
    if end is None:
        return None
    return _with_year(seen, start, end, kind, listed)


def _name_end(seen: str, after: int, kind: str, capital: bool) -> tuple[int | None, bool]:
    """(end of the law's name, whether it is listed); null end where no name follows.

    Either the type word (`capital`) or the name begins with a capital letter.
    """
    first = _TOKEN.match(seen, after)
    if not first or not (capital or first[1][0].isupper()):
        return None, False
    listed = _listed_end(seen, after, kind)
    if listed is not None:
        return listed, True
    if not capital or kind not in _OPEN_KINDS or not first[1][0].isupper() or seen[after - 1].isupper():
        return None, False
    return _open_end(seen, after), False


def _listed_end(seen: str, at: int, kind: str) -> int | None:
    """End of the longest listed name that begins at `at`."""
    node: _Trie | None = _laws().get(kind, {})
    best: int | None = None
    for _ in range(_MAX_NAME_WORDS):
        match = _TOKEN.match(seen, at)
        node = node.get(fold_word(match[1])) if match and node is not None else None
        if match is None or node is None:
            break
        at = match.end()
        if _END in node:
            best = at
    return best


def _open_end(seen: str, at: int) -> int | None:
    """End of the name of a law that is not listed: words in small letters after the first, up to one that goes on."""
    end: int | None = None
    for count in range(_MAX_UNLISTED_WORDS):
        match = _TOKEN.match(seen, at)
        if not match or not match[1][0].isalpha():
            break
        word, key = match[1], fold_word(match[1])
        if (count == 0 and key in cues("not_law")) or (count and (key in _stops() or word[0].isupper())):
            break
        at = match.end()
        if key not in _INNER_WORDS:
            end = at
        if count == 0 and word.isupper() and len(word) > 1:
            # `Pháp lệnh CBCC`: an abbreviation is the whole name.
            break
    return end


def _amending_law(seen: str, start: int, at: int) -> Named | None:
    """`Luật sửa đổi, bổ sung một số điều của Luật A, Luật B`: one law, named after those it amends."""
    many = _AMENDED_MANY.match(seen, at)
    if many:
        return _with_year(seen, start, many.end(), "luật", False)
    end: int | None = None
    while True:
        word = _LAW_WORD.match(seen, at)
        if not word:
            break
        kind = " ".join(word[0].lower().split())
        name_end, _ = _name_end(seen, word.end(), kind, word[0][0].isupper())
        if name_end is None:
            break
        end = _with_year(seen, start, name_end, "luật", True).end
        following = _NEXT_LAW.match(seen, end)
        if not following:
            break
        at = following.end()
    return _with_year(seen, start, end, "luật", False) if end else None


def _with_year(seen: str, start: int, end: int, kind: str, listed: bool) -> Named:
    amended = _AMENDED.match(seen, end)
    if amended:
        end = amended.end()
    year = _YEAR.match(seen, end) or _YEAR_IN_BRACKETS.match(seen, end)
    if year:
        return Named(start, year.end(), kind, int(year[1]), listed)
    return Named(start, end, kind, None, listed)


def _find_listed(seen: str, needle: str, kind: str) -> Iterator[Named]:
    """The Constitution, and charters by their listed names; both with a capital."""
    for at in _occurrences(seen, needle):
        start = at - 1
        if start < 0 or (start and seen[start - 1].isalpha()):
            continue
        after = at + len(needle)
        if seen[after : after + 1].isalpha() or seen[start].lower() != kind[0]:
            continue
        end, listed = _name_end(seen, after, kind, True)
        if kind == "hiến pháp":
            if seen[start].isupper():
                yield _with_year(seen, start, end if listed and end else after, kind, True)
        elif listed and end:
            yield _with_year(seen, start, end, kind, True)


def _find_resolutions(seen: str, needle: str) -> Iterator[Named]:
    for at in _occurrences(seen, needle):
        start = at - 1
        if start < 0 or seen[start] not in "nN" or (start and seen[start - 1].isalpha()):
            continue
        congress = _CONGRESS.match(seen, start)
        end = _congress_end(seen, congress.end()) if congress else None
        if end is None:
            plenum = _PLENUM.match(seen, start)
            end = plenum.end() if plenum else None
        if end is not None:
            yield Named(start, end, "nghị quyết", None, True)


def _congress_end(seen: str, at: int) -> int | None:
    """Where the name of one particular congress ends; null for congresses in general (`đại hội các cấp`)."""
    particular = False
    end = at
    while True:
        match = _CONGRESS_WORD.match(seen, at)
        if not match:
            break
        word = " ".join((match["word"] or "").lower().split())
        if word in ("các cấp", "cấp") or (particular and match["proper"]):
            break
        at = match.end()
        place = (match["place"] or "").split()
        one_place = len(place) > 1 and place[-1][0].isupper()
        particular = particular or one_place or bool(match["ordinal"] or match["term"])
        if word not in ("của", "và"):
            end = at
    return end if particular else None
