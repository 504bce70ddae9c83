"""Whose page a news page is: its banner or foot, the paper's host, its code in brackets or in a byline."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractors.organisations.provinces import find_province, find_unaccented, fold_tones
from pipeline.annotate.metadata.cues import IC, alternation, cues, press, squash
from pipeline.annotate.metadata.issuer import Issuer, place_at_end, read_issuer, split_bodies
from pipeline.document import Hints

_BRAND_WORDS = 4
"""A page's owner that is no known body and has more words than this is most likely the banner's slogan."""
_TAIL = 3500
_PAPER_LIKE = regex.compile(r"(?:báo|tạp\s+chí|đài|cổng|trang|hội|viện|quỹ|công\s+ty|tập\s+đoàn)\s", IC)
_HOST = regex.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]{1,63}\.){1,6}vn|[a-z0-9-]{1,63}\.(?:com|net|org))", IC)
_HOST_ENDS = (".vn", ".com", ".net", ".org")
_UNION_HOST = regex.compile(
    r"(?:^|\.)(?:ldld|congdoan|cd)\.?(?P<place>[a-z]+)\.(?:(?:gov|org|com|net|edu)\.)?(?:vn|com|net|org)$"
)
_PRESS_HOST = regex.compile(
    r"(?:bao(?P<paper>[a-z]{4,20})|(?P<station>[a-z]{4,20})tv)\.(?:(?:com|org|net|info|gov)\.)?vn"
)
_OF_SITE = r"(?!\p{L})(?:\s+(?:nội\s+bộ|chính\s+thức|tổng\s+hợp))?\s*:?\s*(?:của\s+)?"
_SITE = regex.compile(rf"(?<!\p{{L}}){alternation(tuple(p for p, at in cues('site').items() if not at))}{_OF_SITE}")
SITE_FIRST = regex.compile(
    rf"^[^\p{{L}}]*(?:\(c\)|©|bản\s+quyền\s+(?:thuộc(?:\s+về)?|của))?[^\p{{L}}]*{alternation(cues('site'))}{_OF_SITE}"
)
BYLINE = regex.compile(r"(?:\bTheo|\bNguồn:?)\s+(?P<name>[^\n.()]{2,40})\s*$|\((?P<name>[^\n()]{2,24})\)\s*$")
BESIDE = regex.compile(r"\s[|»–-]\s|\|")
_WORDS = regex.compile(r"\p{L}+")
_TOKEN = regex.compile(r"[\p{L}.]{2,20}")
# `(QNO) - Sáng 12/4`, `TTO - Chiều 14-3`, `Laocaitv.vn – …`
_CODE = regex.compile(
    r"\W{0,3}?(?:\((?P<code>[\p{L}. ]{2,20})\)\s*[-–—,.]?\s|(?P<code>\p{Lu}[\p{L}.]{1,19})\s*[-–—]\s)"
)
_FIRST_LINES = 12
_LAST_LINES = 3
# The Party's paper of a province: `CƠ QUAN CỦA ĐẢNG BỘ TỈNH HÀ NAM`.
_ORGAN_OF = regex.compile(
    r"^cơ\s+quan\s+(?:ngôn\s+luận\s+)?(?:của\s+)?(?:ban\s+chấp\s+hành\s+)?(?=đảng\s+bộ|tỉnh\s+ủy|thành\s+ủy)"
)


def read_publisher(view: str, hints: Hints, date_line: str = "") -> tuple[Issuer | None, str | None]:
    """The body or paper whose page it is, and the province of a paper that is no body of one.

    Args:
        view: the page.
        hints: what the page's own markup says; weaker than what stands on the page.
        date_line: its date line, which may hold the paper's code.
    """
    tail = view[-_TAIL:]
    lines = [squash(line) for line in (view[:400] + "\n" + tail).split("\n") if line.strip()]
    for line in lines:
        for part in (line, *BESIDE.split(line)):
            body = _body_behind(part)
            if body:
                return body, None
    named = _press(tail, view, hints, date_line) or _local_press(lines)
    if named:
        return named
    for host in _hosts(tail):
        union = _UNION_HOST.search(host)
        province = find_unaccented(union["place"]) if union else None
        if province:
            return Issuer(f"Liên đoàn Lao động {province.full_name}", province, central=False), None
    for line in (*lines[:4], *lines[-6:]):
        organ = _ORGAN_OF.match(fold_tones(line))
        if organ:
            body = read_issuer([line[organ.end() :]], None)
            if body and body.province:
                return Issuer(f"Báo {body.province.name}", body.province, central=False), None
        elif len(line) <= 80 and not any(c.isdigit() for c in line):
            body = read_issuer([line], None) if len(line.split()) <= 10 else None
            if body and body.province and _is_banner(line, body):
                return body, None
    if not hints.publisher:
        return None, None
    body = _body_behind(hints.publisher)
    if body:
        return body, None
    body = read_issuer([hints.publisher], None)
    # `Đoàn` and `Hội` begin slogans as well: without a place only the surer words for bodies count.
    sure = body and (body.province or split_bodies([hints.publisher])[0].head in cues("body"))
    if body and sure and len(body.name.split()) >= len(hints.publisher.split()):
        return body, None
    if len(hints.publisher.split()) > _BRAND_WORDS and not _PAPER_LIKE.match(hints.publisher):
        return None, None
    return Issuer(hints.publisher, place_at_end(hints.publisher), central=False), None


def _is_banner(line: str, body: Issuer) -> bool:
    """Whether a line is a body's name and nothing else: it begins with the body and ends with its place."""
    folded = fold_tones(line).strip(" .|-–©")
    begins = folded.startswith(split_bodies([line])[0].words[:8])
    local = _LOCAL_END.search(folded)
    place = fold_tones(body.province.name) if body.province else ""
    return begins and (folded.endswith(place) or folded.replace(" ", "").endswith("tp.hcm") or local is not None)


# `LĐLĐ huyện Bắc Hà`
_LOCAL_END = regex.compile(r"(?:huyện|quận|thị xã|thành phố|phường|xã)\s+(?:\p{L}+|\d{1,2})(?:\s+\p{L}+)?$")


def _body_behind(line: str) -> Issuer | None:
    """The body whose site a line names: `Cổng thông tin điện tử Sở Y tế tỉnh Hà Nam`; null where it names none."""
    folded = fold_tones(line)
    site = SITE_FIRST.search(folded) or _SITE.search(folded)
    return read_issuer([line[site.end() :]], None) if site else None


def _local_press(lines: list[str]) -> tuple[Issuer, str | None] | None:
    """A province's own paper, named in a line of few words: `© BÁO ĐẮK LẮK`, `Báo Bình Dương | 17-09-2024`."""
    for line in lines:
        match = _PAPER.search(line)
        words = _WORDS.findall(match["place"]) if match else []
        for count in range(min(4, len(words)), 1, -1):
            province = find_province(" ".join(words[:count]))
            if province and match:
                return Issuer(f"Báo {province.name}", province, central=False), None
    return None


_PAPER = regex.compile(
    r"^[^\p{L}]*(?:bản quyền (?:thuộc|của)\s*|theo\s+|nguồn:?\s+)?(?-i:Báo|BÁO)\s+(?:điện tử\s+)?"
    r"(?P<place>\p{Lu}[\p{L} -]+)",
    IC,
)


def local_press_of_host(host: str) -> Issuer | None:
    """A province's own paper or broadcaster by its host: `baoquangnam.vn`, `laocaitv.vn`; null for other hosts."""
    match = _PRESS_HOST.fullmatch(host.removeprefix("www."))
    province = find_unaccented(match["paper"] or match["station"]) if match else None
    if match is None or province is None:
        return None
    name = f"Báo {province.name}" if match["paper"] else f"Đài Phát thanh và Truyền hình {province.full_name}"
    return Issuer(name, province, central=False)


def _codes(view: str, date_line: str) -> Iterator[str]:
    """What may be a paper's code: before a first sentence, in the date line, alone at the end, in a byline."""
    lines = [squash(line) for line in view[:2500].split("\n") if line.strip()]
    for line in lines[:_FIRST_LINES]:
        match = _CODE.match(line)
        if match:
            yield match["code"]
    yield from _TOKEN.findall(date_line)
    last = [squash(line) for line in view[-400:].split("\n") if line.strip()][-_LAST_LINES:]
    yield from (line for line in last if len(line) <= 20)
    byline = BYLINE.search(view.rstrip())
    if byline:
        yield squash(byline["name"] or "")


def _hosts(text: str) -> list[str]:
    low = text.lower()
    return _HOST.findall(low) if any(end in low for end in _HOST_ENDS) else []


def _press(tail: str, view: str, hints: Hints, date_line: str) -> tuple[Issuer, str | None] | None:
    """A newspaper or agency known by its host, its name in the page's hints, its code in a byline."""
    hosts = dict.fromkeys(host.removeprefix("www.") for host in _hosts(tail))
    told = set(_codes(view, date_line))
    hosts |= dict.fromkeys(code.lower() for code in told if _HOST.fullmatch(code))
    for name, forms, province in press():
        if any(f in hosts or f in told for f in forms):
            return Issuer(name, None, central=False), province or None
        if hints.publisher and fold_tones(hints.publisher) in map(fold_tones, forms):
            return Issuer(name, None, central=False), province or None
    for host in hosts:
        paper = local_press_of_host(host)
        if paper:
            return paper, None
    return None
