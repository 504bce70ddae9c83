"""Who issued a document: the bodies of its letterhead, put together and written as they are properly written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractors.organisations.provinces import Province, find_province, fold_tones, province_by_code
from gazetteers import read_table, split_cell
from pipeline.annotate.metadata.cues import alternation, cues, squash

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:[&.'][\p{L}\p{N}]+)*\.?|[,\-]")
_PLACE_WORD = regex.compile(r"(?<!\p{L})(tỉnh|thành\s+phố|t\.?\s?p\.?)\s*(?!ủy|đoàn|đòan)(?=\p{L})")
_LOCAL_WORD = regex.compile(
    r"(?<!\p{L})(huyện|quận|thị\s+xã|xã(?!\s+hội)|phường|thị\s+trấn|đặc\s+khu)\s+(?!ủy|đoàn|đòan)(?=\p{L}|\d{1,2}(?!\d))"
)
# `huyện ủy | Tam Đường`: the seat's name follows its committee.
_SEAT = regex.compile(r"(?<!\p{L})(?:huyện|quận|thị|thành)\s+(?:ủy|đoàn|đòan)\s+(?=\p{L})")
_YOUTH = regex.compile(
    r"(?<!\p{L})(?:đòan|đoàn)(?:\s+(?:tỉnh|thành\s+phố|huyện|quận|trường)|\s*$)|(?:tỉnh|thành|huyện|quận)\s+đ(?:òa|oà)n"
)
# `UBND THÀNH PHỐ HUẾ` / `PHƯỜNG THỦY XUÂN`: the smaller place, on the later line, is the body's.
_TWO_PLACES = regex.compile(
    r"(?<=\s)(?:(?:tỉnh|thành\s+phố|tp\.?|huyện|quận|thị\s+xã)\s+(?!ủy)\p{L}[^,]*?)\s+(?=(?:phường|xã(?!\s+hội)|thị\s+trấn)\s+\p{L})"
)
_MAN = "Hồ Chí Minh"
"""Without its type word a name's last words are the man: `Đoàn Thanh niên Cộng sản Hồ Chí Minh`."""
# `QUẬN 9`: the only figures that stand in names of bodies.
_NUMBERED = regex.compile(
    r"(?<!\p{L})(?:quận|phường|khu\s+vực|quân\s+khu|vùng|(?:thpt|thcs|học|non|thông|sở)\s+số)\s+\d{1,2}(?![\d/-])",
    regex.IGNORECASE,
)
_CENTRAL = regex.compile(rf"(?<!\p{{L}}){alternation(cues('central'))}(?!\p{{L}})")
_LONE_CONSONANTS = regex.compile(r"(?<!\p{L})([BCDĐGHKLMNPQRSTVX]{1,3})\s+(?=\p{Lu}\p{L})(?![BCDĐGHKLMNPQRSTVX])")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of a letterhead, folded, and where in the hierarchy its kind stands."""

    words: str
    head: str
    rank: int
    within: str = ""
    """The larger place its committee's line names before its own: `thành phố huế`."""

    @property
    def bare(self) -> bool:
        """Only the word for its kind: `VĂN PHÒNG`, `BAN THƯỜNG VỤ`."""
        return self.words == self.head


@dataclass(frozen=True, slots=True)
class Issuer:
    """The issuing body."""

    name: str
    province: Province | None
    central: bool


def read_issuer(pieces: Sequence[str], at: dt.date | None, place: str | None = None) -> Issuer | None:
    """The issuing body from the letterhead's lines.

    Args:
        pieces: the left column, superior body first; a name may be broken over several of them.
        at: the document's date, which says what a province was.
        place: that of the place-and-date line, for a local body whose letterhead names none.

    Returns:
        Null where the lines name no body.
    """
    bodies = split_bodies(_without_motto(pieces))
    if not bodies:
        return None
    named = (words for b in reversed(bodies) for words in (b.words, f"ở {b.within}" if b.within else "") if words)
    province = next((p for p in (_province(words, at) for words in named) if p), None)
    own = _province(bodies[-1].words, at)
    central = _is_central(bodies) and own is None
    full = _full(bodies, own)
    if province and own is None and full.endswith(" tỉnh"):
        full = f"{full} {fold_tones(province.name)}"
    name = write_name(full, at)
    if province is None and not central and bodies[-1].head in cues("local_body"):
        province = place_province(place, at)
        if province:
            name = f"{name} {province.name if bodies[-1].head in cues('party_seat') else province.full_name}"
    return Issuer(name, None if central else province, central)


def _without_motto(pieces: Sequence[str]) -> Sequence[str]:
    """The lines without the Youth Union's name where it stands as a motto beside one of its committees."""
    kept = [p for p in pieces if squash(fold_tones(p)) not in cues("motto")]
    return kept if len(kept) < len(pieces) and any(_YOUTH.search(fold_tones(p)) for p in kept) else pieces


def is_bare_seat(pieces: Sequence[str]) -> bool:
    """Whether the lines name nothing but `ỦY BAN NHÂN DÂN`: the lines below it are lost."""
    bodies = split_bodies(pieces)
    return len(bodies) == 1 and bodies[0].bare and bodies[0].head in cues("state_seat")


def split_bodies(pieces: Sequence[str]) -> list[Body]:
    """The bodies a letterhead names, superior first (`BỘ TÀI CHÍNH CỤC THUẾ` is two, whatever its lines)."""
    kept = [p for p in pieces if not any(c.isdigit() for c in _NUMBERED.sub("", p))]
    text = fold_tones(_LONE_CONSONANTS.sub(r"\1", "\n".join(kept))).replace(" & ", " và ")
    for wrong, right in _repairs():
        text = wrong.sub(right, text)
    starts: list[tuple[int, str, int]] = []
    at = 0
    for match in _heads().finditer(text):
        head = squash(match[0])
        own_line = text[: match.start()].rstrip(" ").endswith("\n") or not text[: match.start()].strip()
        rank = int(_ranks()[head])
        if match.start() < at or not _begins(text, (match.start(), head, rank), own_line, starts):
            continue
        starts.append((match.start(), head, rank))
        at = match.end()
    bodies = []
    for i, (start, head, rank) in enumerate(starts):
        end = starts[i + 1][0] if i + 1 < len(starts) else len(text)
        words = squash(text[start:end]).strip(" -,")
        outer = _TWO_PLACES.search(words) if head in cues("state_seat") else None
        if outer:
            words = words[: outer.start()] + words[outer.end() :]
        bodies.append(Body(words, head, rank, squash(outer[0]) if outer else ""))
    return bodies


@cache
def _repairs() -> tuple[tuple[regex.Pattern[str], str], ...]:
    return tuple(
        (regex.compile(r"\s+".join(map(regex.escape, wrong.split()))), fold_tones(right))
        for wrong, right in cues("repair").items()
    )


@cache
def _heads() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternation(_ranks())}(?!\p{{L}})")


@cache
def _ranks() -> dict[str, str]:
    return {**cues("line_body"), **cues("body")}


@cache
def _compounds() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\p{{L}}){alternation(cues('compound'))}(?!\p{{L}})")


def _begins(text: str, here: tuple[int, str, int], own_line: bool, starts: Sequence[tuple[int, str, int]]) -> bool:
    """Whether a word for a kind of body (offset, word, rank) begins a body, or is part of the name before it."""
    start, head, rank = here
    if any(m.start() < start < m.end() for m in _compounds().finditer(text)):
        return False
    if not starts:
        return True
    if head in cues("line_body") and not own_line:
        return False
    previous_start, previous_head, previous_rank = starts[-1]
    between = squash(text[previous_start:start])
    if between.split()[-1].rstrip(",") in cues("joint"):
        return False
    if between == previous_head and (previous_rank > 0 or " " not in previous_head or rank == 0):
        # `VĂN PHÒNG` + `ỦY BAN NHÂN DÂN TỈNH` is one body.
        return False
    if head in cues("party_seat") and previous_head in cues("party_board"):
        return False
    return rank > previous_rank or (head == previous_head) or (own_line and rank == previous_rank)


def _full(bodies: Sequence[Body], own: Province | None) -> str:
    """The issuing body's name with what only its superior says: the place, the party committee."""
    body = bodies[-1]
    superior = bodies[-2] if len(bodies) > 1 else None
    if superior is None:
        return body.words
    if superior.head == "ban chấp hành trung ương":
        return f"{body.words} trung ương" if "trung ương" not in body.words else body.words
    if body.head == "ban chấp hành" and (place := _place_of(body.words)) and superior.words.endswith(" việt nam"):
        return f"{superior.words.removesuffix(' việt nam')} {place}"
    if cues("party_seat").get(body.head) and body.words != body.head:
        return body.words
    if body.words in cues("party_seat"):
        return f"{body.words} {_without_type(_place_of(superior.words)) or superior.words}"
    if cues("party_seat").get(superior.head) and not any(seat in body.words for seat in cues("party_seat")):
        return f"{body.words} {superior.words}"
    if body.bare and not any(superior.words.startswith(seat) for seat in cues("state_seat")):
        return f"{body.words} {superior.words}"
    if own is None and not _LOCAL_WORD.search(body.words):
        place = _place_of(superior.words) or next((p for p in map(_place_of, (b.words for b in bodies[:-2])) if p), "")
        if place and place not in body.words:
            return f"{body.words} {place}"
    return body.words


def _place_of(words: str) -> str:
    """The place a body's name ends with, with its type word: `tỉnh quảng trị`, `huyện đakrông`."""
    match = _LOCAL_WORD.search(words) or _PLACE_WORD.search(words)
    return words[match.start() :] if match else ""


def _without_type(place: str) -> str:
    match = _PLACE_WORD.match(place) or _LOCAL_WORD.match(place)
    return place[match.end() :] if match else place


def _province(words: str, at: dt.date | None) -> Province | None:
    """The province in a body's name: after its type word, or as the last words."""
    match = _PLACE_WORD.search(words)
    if match:
        found = _longest(words[match.end() :].split(), at, from_start=True)
        if found:
            return found
    local = _LOCAL_WORD.search(words)
    if local:
        code = _district_code(squash(local[1]), words[local.end() :], at)
        return province_by_code(code, at) if code else None
    return _longest(words.split()[1:], at, from_start=False)


def _district_code(kind: str, name: str, at: dt.date | None) -> str | None:
    """Code, before July 2025, of the one province with that district; a district changes its type in its life."""
    districts = _districts()
    codes = districts.get((kind, name)) or (None if name.isdigit() else districts.get(("", name))) or {}
    if len(codes) != 1:
        return None
    code, since = next(iter(codes.items()))
    return None if at and since and at < since else code


@cache
def _districts() -> dict[tuple[str, str], dict[str, dt.date | None]]:
    """(type, name), ("", name) of districts → codes of the provinces they are in, each with its first day there."""
    found: dict[tuple[str, str], dict[str, dt.date | None]] = {}
    for row in _rows("districts"):
        since = dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else None
        for key in ((row["type"], fold_tones(row["name"])), ("", fold_tones(row["name"]))):
            found.setdefault(key, {}).setdefault(row["province_code"], since)
    return found


def _longest(words: Sequence[str], at: dt.date | None, *, from_start: bool) -> Province | None:
    for count in range(min(6, len(words)), 0 if from_start else 1, -1):
        part = words[:count] if from_start else words[-count:]
        found = find_province(" ".join(part), at)
        if found and (from_start or found.name != _MAN):
            return found
    return None


def _is_central(bodies: Sequence[Body]) -> bool:
    body = bodies[-1]
    if body.rank == 0 or (_CENTRAL.search(body.words) and "mặt trận" not in body.words):
        return True
    return len(bodies) > 1 and bodies[-2].rank == 0


def place_at_end(name: str, at: dt.date | None = None) -> Province | None:
    """The province a name ends with: `Báo và Phát thanh, Truyền hình Tuyên Quang`."""
    return _longest(name.split()[1:], at, from_start=False)


def place_province(place: str | None, at: dt.date | None) -> Province | None:
    """The province of a place-and-date line (`Thành phố Huế`, `SCT Cần Thơ`), or null."""
    words = (place or "").split()
    for count in range(len(words), 0, -1):
        found = find_province(" ".join(words[-count:]), at)
        if found:
            return found
    return None


# ---- writing names -------------------------------------------------------------------------------------------------


@cache
def _spellings() -> dict[str, str]:
    """Folded phrase → as it is properly written, of every table that has names."""
    found: dict[str, str] = {}
    for table, columns in (
        ("org_words", ("phrase",)),
        ("org_fields", ("field",)),
        ("organs", ("issuer",)),
        ("org_patterns", ("head",)),
        ("organisations", ("name",)),
    ):
        for row in _rows(table):
            for column in columns:
                for phrase in split_cell(row.get(column, "")):
                    found[fold_tones(phrase)] = phrase
    return found


def _rows(table: str) -> Sequence[dict[str, str]]:
    try:
        return [dict(row) for row in read_table(table)]
    except FileNotFoundError:
        return []


@cache
def _expansions() -> dict[str, str]:
    rows = (row for row in _rows("abbreviations") if not row["ambiguous_with"])
    return {fold_tones(row["short"]): fold_tones(row["expansion"]) for row in rows}


def write_name(words: str, at: dt.date | None = None) -> str:
    """A body's name in standard spelling: abbreviations written out, capitals as in Decree 30/2020/NĐ-CP, annex II.

    Args:
        words: the name in any case.
        at: date that says what a province is called.
    """
    folded = squash(fold_tones(words))
    folded = " ".join(_expansions().get(word, word) for word in folded.split())
    place, rest = _split_place(folded, at)
    tokens = [m[0] for m in _WORD.finditer(rest)]
    written: list[str] = []
    # What no table knows in a school's name is a name.
    named = "trường" in tokens
    i = 0
    while i < len(tokens):
        for size in range(min(9, len(tokens) - i), 0, -1):
            phrase = _join(tokens[i : i + size])
            known = _spellings().get(phrase)
            if known and (size > 1 or i == 0 or tokens[i - 1] in _STARTERS):
                written.append(known)
                i += size
                break
        else:
            first = i == 0 or tokens[i - 1] in _STARTERS or tokens[i - 1] in _HEAD_WORDS or named
            written.append(_untone(tokens[i].capitalize() if first else tokens[i]))
            i += 1
    name = _join(written)
    name = name[:1].upper() + name[1:]
    return f"{name} {place}".strip() if place else name


_STARTERS = frozenset({",", "-", "và"})
_HEAD_WORDS = frozenset(["sở", "bộ", "cục", "vụ", "ban", "thuế"])


def _join(tokens: Sequence[str]) -> str:
    return regex.sub(r"\s+,", ",", " ".join(tokens))


_MARKS = (
    ("òa óa ỏa õa ọa", "oà oá oả oã oạ"),
    ("òe óe ỏe õe ọe", "oè oé oẻ oẽ oẹ"),
    ("ùy úy ủy ũy ụy", "uỳ uý uỷ uỹ uỵ"),
)
_CLOSED = {a: b for first, second in _MARKS for a, b in zip(first.split(), second.split(), strict=True)}
_FIRST_VOWEL = regex.compile(rf"(?i:{'|'.join(_CLOSED)})(?=\p{{L}})|(?<=[qQ])(?:{'|'.join(list(_CLOSED)[-5:])})")


def _untone(word: str) -> str:
    """Undo `fold_tones` where it was blind: in a closed syllable the mark stands on the second vowel (`toàn`)."""
    return _FIRST_VOWEL.sub(lambda m: _CLOSED[m[0]], word)


def _split_place(folded: str, at: dt.date | None) -> tuple[str, str]:
    """(place as written, the rest before it)."""
    match = _LOCAL_WORD.search(folded) or _PLACE_WORD.search(folded)
    if match:
        kind = squash(match[1]).replace(".", "")
        kind = "thành phố" if kind in ("tp", "t p") else kind
        name = folded[match.end() :]
        province = find_province(name, at) if kind in ("tỉnh", "thành phố") else None
        if province and province.type == kind:
            return province.full_name, folded[: match.start()].strip()
        return f"{kind} {' '.join(_untone(w.capitalize()) for w in name.split())}", folded[: match.start()].strip()
    words = folded.split()
    for count in range(min(6, len(words) - 1), 1, -1):
        province = find_province(" ".join(words[-count:]), at)
        if province and province.name != _MAN:
            return province.name, " ".join(words[:-count])
    seat = _SEAT.search(folded)
    if seat:
        return " ".join(_untone(w.capitalize()) for w in folded[seat.end() :].split()), folded[: seat.end()].strip()
    return "", folded
