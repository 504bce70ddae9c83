"""Titles of cited documents: what follows a mention, its date and its issuer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.references.patterns import alternatives, cues, cues_as_written, doc_types


@dataclass(frozen=True, slots=True)
class Title:
    """A title, where it ends, and the issuer named behind it (`… do Cục Thuế ban hành`)."""

    text: str
    end: int
    issuer: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Inner:
    """A mention further on in the text, with its date, issuer and title."""

    start: int
    end: int


@cache
def _about() -> regex.Pattern[str]:
    """What opens a title. After a comma only `về`: `theo Nghị định A, hướng dẫn công đoàn…` is the sentence's verb."""
    verbs = alternatives(cues("title_verb"))
    return regex.compile(
        r"[\s,]*(?:ban\s+hành\s+)?(?:về\s+việc|về|v/v)\s+"
        rf"|\s*(?:ban\s+hành\s+)?(?:{verbs})(?:,?\s+)"
        r"|\s+ban\s+hành\s+(?=\p{L})(?!(?:kèm|ngày|năm|tháng|tại|theo|trong|từ|ngay|và|để|đã|có|do)(?!\p{L}))",
        regex.IGNORECASE,
    )


# `của Chính phủ Chống tin nhắn rác`: behind a body known by its name a title may begin with any word but a name's.
_CAPITAL = regex.compile(r"[^\S\n]+(?=\p{Lu}\p{Ll}+\s+\p{Ll}+\s)")
_QUOTED = regex.compile(r"[\s,:(]*(?:về\s+(?:việc\s+)?|v/v\s+)?\s*\"([^\"\n]{3,400})\"", regex.IGNORECASE)
# `của Ban Chấp hành Trung ương khóa XIII về …`
_TERM = regex.compile(r"\s*[,(]?\s*kh(?:óa|oá)\s+[IVXL]{1,6}(?!\p{L})\s*\)?", regex.IGNORECASE)
_QUOTE_WITHIN = 24
_TITLE_MAX = 300
_TITLE_WITH_INNER_MAX = 900
_ISSUED_BY = regex.compile(r",?\s+do\s+(?=\p{Lu})(?P<issuer>[^;.\n|]{3,100}?)\s+ban\s+hành(?!\p{L})", regex.IGNORECASE)


# What brackets behind a title tell of the document: its nickname, since when it holds, what amended it.
_REMARK = r"(?:sau\s+đây\s+)?(?:gọi|viết)\s+(?:tắt|là)|(?:có\s+)?hiệu\s+lực|(?:đã\s+)?được\s+(?:sửa|bổ\s+sung|thay)"


@cache
def _title_end() -> regex.Pattern[str]:
    """Where an unquoted title ends: a stop, the next document, a nickname's bracket, the body of the main clause."""
    heads = alternatives(cues_as_written("organ_head"))
    types = alternatives(word[0].upper() + word[1:] for word in doc_types().words)
    goes_on = alternatives(cues("title_end"))
    return regex.compile(
        rf"[;.:\n|)]|\s*\((?=\s*(?:{_REMARK}))|,\s+cụ\s+thể(?=\s*(?::|là|như))|,?\s+(?:số\s+\d|(?:{types})\s)"
        rf"|,\s+(?=(?:{heads})(?!\p{{L}}))|,?\s+(?=(?i:{goes_on})(?!\p{{L}}))"
    )


@cache
def _what_it_is_about() -> regex.Pattern[str]:
    """Words before a mention that make it part of the title: `một số điều của các Nghị định…`, `thực hiện…`."""
    words = alternatives(cues("title_inner"))
    return regex.compile(rf"(?<!\p{{L}})(?:{words})(?P<many>\s+các)?(?:\s+số)?\s*$", regex.IGNORECASE)


_LIST_JOIN = regex.compile(r"\s*(?:,|và|,\s*và)\s*(?:số\s*)?", regex.IGNORECASE)
_DANGLING_WORDS = frozenset({"và", "hoặc", "các", "số", "cùng"})
_DANGLING = regex.compile(rf"(?:[\s,]+(?:{'|'.join(sorted(_DANGLING_WORDS))})|\s*\()+$", regex.IGNORECASE)


def _without_dangling(words: str, following: str) -> str:
    """A title without the joining words it was cut behind (`… và các`, `… (`), by what stands behind the cut."""
    words = words.rstrip()
    last = "".join(words.rsplit(None, 1)[-1:]).lstrip(",").lower()
    if last == "số" and not following[:1].isdigit():
        # `về chuyển đổi số`.
        return words
    return _DANGLING.sub("", words) if words.endswith("(") or last in _DANGLING_WORDS else words


def title_after(
    seen: str, text: str, end: int, following: Sequence[Inner] = (), *, behind_body: bool = False, by: bool = False
) -> Title | None:
    """The title given after a mention, its date and issuer: quoted, or `về …` cut where it ends.

    Args:
        seen: view of the text.
        text: the text itself.
        end: where mention, date and issuer end.
        following: the mentions after this one, in text order. A title runs over those it is about (`sửa đổi một số
            điều của Nghị định…`), with what is said of them, and ends before the others.
        behind_body: a body known by its name ends at `end`.
        by: that body stands after `do`: `ban hành` is its verb.
    """
    term = _TERM.match(seen, end) if behind_body else None
    end = term.end() if term else end
    quoted = _QUOTED.match(seen, end) if '"' in seen[end : end + _QUOTE_WITHIN] else None
    if quoted:
        title = " ".join(text[quoted.start(1) : quoted.end(1)].split()).strip("*_ ")
        return Title(title, quoted.end(), quoted=True)
    about = _about().match(seen, end) or (_CAPITAL.match(seen, end) if behind_body else None)
    if not about or (by and regex.match(r"\s*ban\s+hành", about[0], regex.IGNORECASE)):
        return None
    begin = about.start() + len(about[0]) - len(about[0].lstrip(" ,\n"))
    finish, whole = _finish(seen, begin, about.end(), following)
    bracket = seen.find(")", whole, finish)
    while bracket >= 0:
        if seen.count("(", begin, bracket) < seen.count(")", begin, bracket + 1):
            finish = bracket
            break
        bracket = seen.find(")", bracket + 1, finish)
    issued_by = _ISSUED_BY.search(seen, begin, min(len(seen), finish + 120))
    issuer = None
    if issued_by and issued_by.start() <= finish:
        finish = issued_by.start()
        issuer = " ".join(text[issued_by.start("issuer") : issued_by.end("issuer")].split())
    finish = begin + len(_without_dangling(seen[begin:finish], seen[finish : finish + 3].lstrip()))
    title = " ".join(text[begin:finish].split()).strip("*_ ,")
    if title.endswith("”") and "“" not in title:
        title = title[:-1].rstrip()
    return Title(title, finish, issuer) if len(title.split()) > 2 else None


def _finish(seen: str, begin: int, position: int, following: Sequence[Inner]) -> tuple[int, int]:
    """Where the title that begins at `begin` ends, and up to where it surely goes."""
    limit = min(len(seen), begin + _TITLE_MAX)
    whole, many = position, False
    ahead = iter(following)
    inner = next(ahead, None)
    while True:
        stop = _title_end().search(seen, position, limit)
        finish = stop.start() if stop else limit
        opened = stop and stop[0] == ")" and seen.count("(", begin, finish) > seen.count(")", begin, finish)
        if stop and opened and (inner is None or inner.start > finish):
            position = stop.end()
            continue
        if inner is None or inner.start > (stop.end() if stop else limit):
            if stop and seen[stop.end() - 1].isspace() and _what_it_is_about().search(seen, begin, stop.start()):
                # `sửa đổi một số điều của Nghị định về …`: a document nobody numbers is part of the title, too.
                position = stop.end()
                continue
            return finish, whole
        about = _what_it_is_about().search(seen, begin, inner.start)
        listed = many and _LIST_JOIN.fullmatch(seen, position, inner.start)
        if not (about or listed) or inner.end - begin > _TITLE_WITH_INNER_MAX:
            return min(finish, inner.start), whole
        many = bool(listed or (about and about["many"]))
        position = whole = inner.end
        limit = min(len(seen), max(limit, position + 80))
        inner = next(ahead, None)
