"""Which local documents a sentence says were issued to carry a directive out, in whatever order it names the two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import regex

from extractors.unaccented import restored_sentence
from gazetteers import read_table
from pipeline.compliance.cues import any_cue, cues

Row = Mapping[str, Any]

_LOCAL_KINDS = frozenset({"plan", "decision", "other", "letter"})
_HIGHER = ("central", "ministry")
_OPENING = 1200
"""Code points from the start of a document that hold letterhead, title and the sentence that says what it is for."""
_FARTHEST = 600
"""Characters between a plan and what it carries out."""
_GONE = frozenset({"repeals", "replaces"})

_DATE = r"(?:\s*,?\s*\(?\s*ngày\s+(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})\)?)?"
_ISSUER = r"(?:\s*,?\s*(?:của|do)\s+[^,;.:§¤]{3,90}?)?"
_LIST = rf"(?:\s*(?:,|;|và|cùng(?:\s+với)?)\s*(?:các\s+)?§{_DATE}{_ISSUER})*"
# `§ (để) thực hiện ¤`, `§ về phát triển đoàn viên nhằm thực hiện ¤`.
_PURPOSE = (
    r"(?:\s*,?\s*(?:(?:ban\s+hành\s+)?(?:về\s+(?:việc\s+)?|v/v\s+)|(?:là\s+)?để\s+|nhằm\s+|với\s+mục\s+đích\s+)"
    r"|\s*,?\s*về\s+[^;.§¤]{3,200}?,?\s+(?:để|nhằm)\s+)?"
)
_TO_CARRY_OUT = regex.compile(
    rf"{_DATE}[^;§¤\d]*?(?:để|nhằm)\s+(?:tổ\s+chức\s+)?(?:triển\s+khai|thực\s+hiện|cụ\s+thể\s+h[óo][aá])(?!\p{{L}})[^;/]*",
    regex.IGNORECASE,
)
# A title that runs on into the sentence's next deed.
_ANOTHER_THING = regex.compile(rf",\s+{any_cue('next_deed')}(?!\p{{L}})", regex.IGNORECASE)
_THIS = regex.compile(
    r"^(?:nói\s+trên|nêu\s+trên|trên|này|đã\s+nêu)?(?=\s*(?:[,;.]|$|trong|trên|tại|ở|đến|và))", regex.IGNORECASE
)


@cache
def _cues() -> str:
    phrases = [r["phrase"] for r in read_table("reference_cues") if r["value"] == "implements"]
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(r"\s+".join(map(regex.escape, phrase.split())) for phrase in ordered) + r")(?!\p{L})"


@cache
def _opens_with_carrying_out() -> regex.Pattern[str]:
    """A sentence that begins with one of the cues of `implements`."""
    return regex.compile(rf"\W*(?:để\s+)?{_cues()}", regex.IGNORECASE)


@cache
def _plan_first() -> regex.Pattern[str]:
    """What stands between a plan and the directive it carries out: `§ ngày … (để) triển khai thực hiện (nội dung) ¤`.

    Other local documents of the sentence stand as `§`, other directives as `¤`.
    """
    return regex.compile(
        rf"{_DATE}{_ISSUER}{_LIST}\s*{_PURPOSE}\s*{_cues()}(?:(?!ban\s+hành|xây\s+dựng|tham\s+mưu|(?<!\d)[.](?!\d))[^;])*",
        regex.IGNORECASE,
    )


_DIRECTIVE_FIRST = regex.compile(
    r"(?:[^;.]|[.](?=\d))*(?:bằng|thành|thông\s+qua)(?:\s+việc)?(?:\s+ban\s+hành)?\s+(?:các\s+)?", regex.IGNORECASE
)
_CARRIED_OUT_IN = regex.compile(
    r"(?:[^;.]|[.](?=\d))*(?:được|đã)\s[^;.]{0,80}?(?:cụ\s+thể\s+hóa|cụ\s+thể\s+hoá|triển\s+khai|thực\s+hiện|thể\s+chế\s+hóa)"
    r"[^;.,]{0,40}?(?:bằng|thành|thông\s+qua|tại|theo|trong)\s+(?:các\s+)?",
    regex.IGNORECASE,
)


def by_sentence(references: Iterable[Row]) -> dict[int, list[Row]]:
    """For the offset of each mention of a document, the mentions of its sentence.

    A mention that a line break tears reaches into the next line, and so does what is given as its sentence.

    Args:
        references: mentions of one document.
    """
    groups: list[list[Row]] = []
    for reference in sorted(references, key=lambda r: r["char_start"]):
        last = groups[-1][-1] if groups else None
        near = last is not None and reference["char_start"] < last["char_start"] + len(reference["sentence"])
        if last is not None and near and reference["sentence"].startswith(last["sentence"]):
            groups[-1].append(reference)
        else:
            groups.append([reference])
    return {reference["char_start"]: group for group in groups for reference in group}


def local_documents(
    document: Row,
    reference: Row,
    neighbours: Sequence[Row],
    directives: Mapping[str, Row],
    is_own: Callable[[Row, Row], bool],
) -> Iterator[str]:
    """Symbols of the local documents that, by a mention's sentence, were issued to carry its directive out.

    `Thực hiện A, UBND tỉnh ban hành B`, `ban hành B để triển khai A`, `cụ thể hóa A bằng B`; and the document itself,
    where its title or first sentence says that it carries A out.

    Args:
        document: the row of `documents` that speaks.
        reference: its mention of the directive.
        neighbours: all mentions of its sentence.
        directives: rows of `directives` by id.
        is_own: whether a local directive is one of the document's own province: another's plan is not its merit.
    """
    carries_out = reference["relation"] == "implements"
    itself = carries_out and document.get("symbol") and document["doc_kind"] in _LOCAL_KINDS
    if itself and (_stands_in(reference, document.get("title") or "") or _opens(reference)):
        yield document["symbol"]
    for other in neighbours:
        issued = directives.get(other["directive_id"])
        if (
            issued is None
            or not other["symbol"]
            or other["directive_id"] == reference["directive_id"]
            or issued["level"] in _HIGHER
            or other["relation"] in _GONE
            or other.get("doc_type") in cues("no_plan")
            or not is_own(document, issued)
        ):
            continue
        if _after_it(reference, other) or _said_between(reference, other, neighbours, directives):
            yield other["symbol"]


def _after_it(reference: Row, other: Row) -> bool:
    """`Thực hiện A …, UBND tỉnh ban hành B`, `Sau khi ban hành A, … xây dựng B`; B's own title naming A."""
    carries_out = reference["relation"] == "implements"
    title = other["title"] or ""
    if carries_out and _stands_in(reference, title) and not _ANOTHER_THING.search(title):
        return True
    issued_then = other["relation"] == "issues" and other["char_start"] > reference["char_start"]
    if issued_then and reference["relation"] == "based_on":
        return _for_carrying_out(other)
    return bool(issued_then and (carries_out or reference["relation"] == "issues"))


def _for_carrying_out(issued: Row) -> bool:
    """Whether its sentence closes with what the document was issued for, and names nothing else: `… để triển khai trong
    toàn tỉnh.`"""
    _, found, rest = issued["sentence"].partition(issued["surface"])
    return bool(found and _TO_CARRY_OUT.fullmatch(restored_sentence(rest)))


def _said_between(reference: Row, other: Row, neighbours: Sequence[Row], directives: Mapping[str, Row]) -> bool:
    first, last = sorted((reference, other), key=lambda row: row["char_start"])
    between = _between(first, last, neighbours, directives)
    if between is None:
        return False
    if first is other:
        return _plan_first().fullmatch(between) is not None
    carries_out = reference["relation"] == "implements"
    return bool((carries_out and _DIRECTIVE_FIRST.fullmatch(between)) or _CARRIED_OUT_IN.fullmatch(between))


def _between(first: Row, last: Row, neighbours: Sequence[Row], directives: Mapping[str, Row]) -> str | None:
    """The words between two mentions of a sentence, other mentions as `§` (local) or `¤` (higher); null where the
    sentence does not show both."""
    sentence = max(first["sentence"], last["sentence"], key=len)
    begin = sentence.find(first["surface"])
    offset = begin - first["char_start"]
    start, end = begin + len(first["surface"]), last["char_start"] + offset
    if (
        begin < 0
        or not start <= end <= start + _FARTHEST
        or sentence[end : end + len(last["surface"])] != last["surface"]
    ):
        return None
    words = list(restored_sentence(sentence)[start:end])
    for row in neighbours:
        a, b = row["char_start"] + offset - start, row["char_end"] + offset - start
        if 0 <= a < b <= len(words):
            higher = directives.get(row["directive_id"], {}).get("level") in _HIGHER
            words[a:b] = ["¤" if higher else "§", *[""] * (b - a - 1)]
    return "".join(words)


def _stands_in(reference: Row, title: str) -> bool:
    words = " ".join(title.split()).casefold()
    surface = " ".join(reference["surface"].split()).casefold()
    return surface in words or bool(reference["symbol"] and reference["symbol"].casefold() in words)


def _opens(reference: Row) -> bool:
    """Whether the document opens with carrying it out: `Thực hiện Hướng dẫn 41/HD-TLĐ…`."""
    return reference["char_start"] < _OPENING and bool(
        _opens_with_carrying_out().match(restored_sentence(reference["sentence"]))
    )


def plans_for_the_title(
    document: Row, references: Sequence[Row], directives: Mapping[str, Row], is_own: Callable[[Row, Row], bool]
) -> Iterable[tuple[Row, str]]:
    """Plans that carry out `Nghị quyết`, a bare type word that means what the report's title is about.

    Args:
        document: a report whose title names just one directive of that type.
        references: all its mentions.
        directives: rows of `directives` by id.
        is_own: whether a local directive is one of the document's own province.

    Returns:
        (mention of the plan, id of the directive).
    """
    title = document.get("title") or ""
    told = [r for r in references if r["relation"] == "implements" and r["doc_type"] and _stands_in(r, title)]
    about = {r["directive_id"] for r in told if directives.get(r["directive_id"], {}).get("level") in _HIGHER}
    if len(about) != 1:
        return
    directive_id, doc_type = next(iter(about)), told[0]["doc_type"]
    same_type = {r["directive_id"] for r in references if r["doc_type"] == doc_type}
    if same_type != {directive_id}:
        return
    this = regex.compile(
        rf"{_DATE}{_ISSUER}{_LIST}\s*{_PURPOSE}\s*{_cues()}\s+{regex.escape(doc_type)}(?!\p{{L}})\s*", regex.I
    )
    for reference in references:
        issued = directives.get(reference["directive_id"])
        if issued is None or not reference["symbol"] or issued["level"] in _HIGHER or not is_own(document, issued):
            continue
        if reference["relation"] in _GONE or reference["doc_type"] in cues("no_plan"):
            continue
        at = reference["sentence"].find(reference["surface"])
        sentence = restored_sentence(reference["sentence"])
        found = this.match(sentence, at + len(reference["surface"])) if at >= 0 else None
        if found and _THIS.match(sentence[found.end() :]):
            yield reference, directive_id
