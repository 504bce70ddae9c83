"""The grammar of Vietnamese document numbers: read a symbol where it stands, and take it apart.

A symbol is a number, sometimes the year, and codes: of the document's type, of who issued it, of the unit that
drafted it. Decree 30/2020/NĐ-CP (state: `12/QĐ-UBND`, `3215/UBND-KGVX`), Guideline 36-HD/VPTW (party: `02-NQ/TW`),
laws on normative documents (`36/2013/QĐ-UBND`, `45/2019/QH14`), and older habits (`15/CP`, `1141-TC/QĐ/CĐKT`). The
codes are data (`doc_types.csv`, `organs.csv`); here stands only how they are put together, and which damage can be
undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from extractors.references.patterns import code_key, doc_types, latin, mended_code, organs

# Letters of codes carry no tone mark, words nearly always do: `QĐ-UBND. SỞ` ends before SỞ.
_CODE = regex.compile(r"(?:[A-ZĐĂÂÊÔƠƯ&]|[a-zđôơư]{1,2}(?!\p{Ll}))+\d{0,3}|T\.Ư")
_GLUED_WORD = regex.compile(r"(?<=[\p{Lu}g])(?:của|ngày|về|do|quy|và|được|ban|hướng|sửa)\b")
_GROUP = regex.compile(r"(?P<before>\s{0,4})(?P<separator>[-/.])?(?P<after>\s{0,4})(?P<word>T\.Ư|\p{Lu}[\p{L}\d&]*)")
# Most symbols: nothing lost, and what follows begins no further code.
_PLAIN = regex.compile(
    r"(?P<number>\d{1,6}[a-zđ]?)(?:/(?P<year>(?:19|20)\d{2}))?"
    r"(?P<codes>(?:[-/][A-ZĐ]{2,10}(?:[gr](?!\p{L}))?){1,4}+)(?![\p{L}\d&]|\.\S|\s{1,4}[.\d]|[-/]\d| [A-ZĐ]{1,4}\b)"
    r"(?!\s{0,4}[-/]\s{0,4}\p{Lu})(?:(?<=[-/]\p{L}{2,11}[-/]\p{L}{2,11})|(?!\s{0,4}\p{Lu}))"
)
_PLAIN_GROUP = regex.compile(r"([-/])(\w+)")
_NUMBER = regex.compile(r"\d{1,6}(?:\.\d{1,2}(?=\s{0,2}/))?(?:[a-zđ]|[A-HĐ](?!\p{L}))?(?:bis)?")
_YEARS = (
    regex.compile(r"\s{0,9}[/-]\s{0,4}(\d{2,5})(?=\s{0,4}[-/]\s{0,4}(?:\p{Lu}|(?:nđ|qđ|nq|ct|tt|ttlt)[-/]))"),
    # Damage: `49/2025TT-BCT`, `99 2025 TT BTC`, `168/2024 NĐ-CP`.
    regex.compile(r"\s{0,4}[/-]\s{0,4}((?:19|20)\d{2})(?=\p{Lu}{2})"),
    regex.compile(r"(?:\s{1,3}|\s{0,3}/\s{0,3})((?:19|20)\d{2})(?=\s{1,3}\p{Lu}{2})"),
)
# The year last: `181/NĐ-CP/2004`.
_YEAR_LAST = regex.compile(r"/((?:19|20)\d{2})(?![\d/-])")
_LOWER_CODES = regex.compile(r"\s{0,2}[-/]\s{0,2}((?:nđ|qđ|nq|ct|tt|ttlt)[-/](?:cp|ttg|ubnd|ub|tw|b\p{Ll}{1,8})\b)")
_AFTER_SPACED_TYPE = regex.compile(r"\s?[-/ ]\s?\p{Lu}")
# Bodies whose numbers needed no code of a type: `15/CP`, `66/HĐBT`, `21/TW`.
_ALONE = frozenset({"CP", "TTG", "HDBT", "HDCP", "TW"})
# A term of the National Assembly set apart: `03/1998/QH 10`.
_TERM_APART = regex.compile(r"\s{1,4}(\d)\s{0,4}(\d)?(?!\d|[.,/]\d)")
_TERM_BODIES = frozenset({"QH", "UBTVQH"})
# A code torn apart by a scan: `HĐN N`, `UB ND`, `LĐ LĐ`.
_TORN = regex.compile(r" ([A-ZĐ]{1,3})(?![\p{L}\d/-])")
_SERIAL = regex.compile(r"-\d{1,4}(?![\d\p{L}/.-])")
_SINGLE_LETTERS = frozenset("LVIXHCPMT")
_CENTRE = frozenset({"TƯ", "T.Ư"})
"""How the press writes the party's TW."""
_DOTTED = frozenset({"UB", "CCVC", "BQL"})
"""Besides bodies, what may follow a dot inside a symbol: `QĐ-CT.UB`, `QĐ-TC.CCVC`."""
_GOES_ON = regex.compile(r"\s{0,2}(?:\sng|\scủ|\(|\)|$)")
"""What follows a symbol: its day or its issuer."""
_MAX_GROUPS = 6
_MAX_CODE = 22


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document number taken apart."""

    text: str
    """Canonical: no blanks, hyphen-minus for every dash, letters as issued."""
    number: str
    year: int | None
    first_code: str
    type_code: str | None
    doc_type: str | None
    """What the type code says; the noun before the number may say something else."""
    organs: tuple[str, ...]
    strong: bool
    """Known codes in a known order: a document number even without a word that says so."""
    restored: bool = False
    """A separator was lost in the text: only a word that says so makes it a document number."""


def read_symbol(seen: str, start: int, *, restore: bool = True) -> tuple[Symbol, int] | None:
    """Read the symbol that starts at `start`.

    Args:
        seen: view of a text (dashes made `-`).
        start: offset (code points) of the first digit of the number.
        restore: give codes their lost letters back (`ND-CP` → `NĐ-CP`); a translation writes them without.

    Returns:
        The symbol and the offset of its end, or null where there is none.
    """
    plain = _PLAIN.match(seen, start)
    if plain:
        return _build(plain["number"], plain["year"], tuple(_PLAIN_GROUP.findall(plain["codes"])), restore), plain.end()
    number = _NUMBER.match(seen, start)
    if not number:
        return None
    at = number.end()
    year: str | None = None
    for pattern in _YEARS:
        found = pattern.match(seen, at)
        if found:
            year, at = found[1], found.end()
            break
    groups, at = _read_groups(seen, at, year is not None)
    if not groups:
        return None
    symbol = _build(number[0], year, tuple(groups), restore)
    year_last = _YEAR_LAST.match(seen, at) if year is None else None
    if year_last:
        return replace(symbol, text=symbol.text + year_last[0], year=int(year_last[1])), year_last.end()
    serial = _SERIAL.match(seen, at)
    if serial and year is None:
        # Firms' letters: `01/CV-01`.
        return replace(symbol, text=symbol.text + serial[0]), serial.end()
    return symbol, at


def _read_groups(seen: str, at: int, has_year: bool) -> tuple[list[tuple[str, str]], int]:
    """(separator, code) pairs from `at`, and where they end; the separator is empty where it was lost."""
    groups: list[tuple[str, str]] = []
    lower = _LOWER_CODES.match(seen, at)
    if lower:
        first, rest = regex.split("[-/]", lower[1].upper(), maxsplit=1)
        return [("/", first), ("-", rest)], lower.end()
    while len(groups) < _MAX_GROUPS:
        match = _GROUP.match(seen, at)
        if not match:
            break
        code, end = _read_code(match["word"], match.start("word"))
        if not code or not _joins(groups, match, code, seen[end : end + 4], has_year):
            break
        torn = _TORN.match(seen, end) if groups else None
        if torn and _is_one_code(code, torn[1]):
            code += torn[1]
            end = torn.end()
            groups.append((match["separator"] or "", code))
            at = end
            break
        at = end
        term = _TERM_APART.match(seen, end) if code in _TERM_BODIES else None
        if term:
            code += term[1] + (term[2] or "")
            at = end = term.end()
        groups.append((match["separator"] or "", code))
        if end < match.end():
            break
    return groups, at


def _joins(
    groups: Sequence[tuple[str, str]], match: regex.Match[str], code: str, following: str, has_year: bool
) -> bool:
    """Whether `code` is the next group of the symbol, or a word of the sentence that looks like one."""
    types, bodies = doc_types().codes, organs()
    separator = match["separator"]
    spaces = bool(match["before"]) + bool(match["after"])
    key = code_key(code)
    previous = code_key(groups[-1][1]) if groups else ""
    if not separator:
        # A blank (or nothing) for a slash is undone only between known codes.
        if groups:
            return spaces > 0 and len(groups) == 1 and previous in types and _is_body(key)
        if has_year and (not spaces or key.rstrip("0123456789") in _TERM_BODIES):
            return True
        if not spaces:
            # `Quyết định số 12QĐ-UBND`.
            return key in types and len(key) > 1 and following[:1] in ("-", "/") and following[1:2].isupper()
        if key in _ALONE and key != "TW":
            # `Nghị quyết 4 TW khóa XI` is of a plenum.
            return not following[:2].lstrip(" ")[:1].isupper()
        if key in types and len(key) > 1:
            return _AFTER_SPACED_TYPE.match(following) is not None
        return key in bodies and following[:1] in ("-", "/") and following[1:2].isupper()
    if separator == ".":
        # `QĐ-CT.UB`, `UBND.VX`; but `QĐ-UBND.UBND tỉnh` begins a sentence.
        if not groups or spaces or key == previous:
            return False
        return key in bodies or key in _DOTTED or (previous in bodies and len(code) < 5 and not following[:1].isalpha())
    if not groups or not spaces:
        return True
    if spaces == 2:
        # `Công văn số 214 /TLĐ - CSPL ngày …`: the unit that drafted a letter; `214/UBND - TP Hà Nội` is none.
        unit = len(groups) == 1 and _is_body(previous) and separator == "-" and sum(map(str.isupper, code)) > 1
        return (previous in types and key in bodies) or (unit and _GOES_ON.match(following) is not None)
    return key in bodies or code[:2].isupper()


def _is_one_code(code: str, rest: str) -> bool:
    """Whether two runs of capitals are the halves of one body's code, and the second no code of its own."""
    body, doc_type = organs().get(code_key(rest)), doc_types().codes.get(code_key(rest))
    known = (body is not None and body.code == rest) or (doc_type is not None and doc_type[0] == rest)
    return len(code) > 1 and code_key(code + rest) in organs() and (rest == code or not known)


def _read_code(word: str, offset: int) -> tuple[str, int]:
    """The code at the head of `word` and the offset of its end; empty where the word is no code."""
    word = latin(word)
    glued = _GLUED_WORD.search(word)
    if glued:
        word = word[: glued.start()]
    if len(word) > _MAX_CODE or not _CODE.fullmatch(word):
        return "", offset
    letters = word.rstrip("0123456789")
    if sum(letter.isupper() for letter in letters) < 2 and letters == word and letters not in _SINGLE_LETTERS:
        return "", offset
    return word, offset + len(word)


@lru_cache(maxsize=4096)
def _build(number: str, year_text: str | None, groups: tuple[tuple[str, str], ...], restore: bool) -> Symbol:
    types, bodies = doc_types().codes, organs()
    pairs = _undo_damage(groups)
    codes = [code for _, code in pairs]
    keys = [code_key(code) for code in codes]
    # Old decisions put a body before the type (`1141-TC/QĐ/CĐKT`); and CT, TC and the like are types as well as
    # bodies: a tax office's letter is `984/CT-TTHT`.
    place: int | None = 0 if keys[0] in types else None
    if len(keys) > 2 and keys[0] in bodies and keys[1] in types and keys[1] not in bodies:
        place = 1
    elif place == 0 and keys[0] in bodies and len(keys) > 1 and keys[1] not in bodies and not year_text:
        place = None
    type_code = codes[place] if place is not None else None
    rest = tuple(code for i, code in enumerate(codes) if i != place)
    known = sum(_is_body(key) for i, key in enumerate(keys) if i != place)
    doc_type = types[keys[place]][1] if place is not None else None
    if doc_type is None and known and len(codes) > 1 and not year_text and keys[0] not in ("QH", "UBTVQH"):
        doc_type = "công văn"
    year = _year(year_text) if year_text else None
    year_part = f"/{year_text}" if year_text else ""
    strong = (place is not None and bool(rest)) or (year_text is not None and (known > 0 or place is not None))
    strong = strong or (known > 0 and len(codes) > 1) or (keys[0] in _ALONE and len(keys) == 1)
    text = number + year_part + "".join(separator + code for separator, code in (pairs if restore else groups))
    return Symbol(
        text, number, year, codes[0], type_code, doc_type, rest, strong, not all(separator for separator, _ in groups)
    )


def _year(text: str) -> int | None:
    """The year a symbol gives, two digits made four; null for a misprint (`105/5004/NĐ-CP`)."""
    year = int(text)
    if len(text) == 2:
        return 1900 + year if year > 40 else 2000 + year
    return year if 1900 < year < 2100 else None


def _is_body(key: str) -> bool:
    """Whether a code is a body's: listed, or listed with a term or branch number (`QH15`, `UBTVQH14`)."""
    bodies = organs()
    bare = key.rstrip("0123456789")
    return key in bodies or bare in bodies


def _undo_damage(groups: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Codes as issued: lost separators and lost letters restored where only one reading is known."""
    types, bodies = doc_types().codes, organs()
    result: list[tuple[str, str]] = []
    keys = [code_key(code) for _, code in groups]
    for index, (separator, code) in enumerate(groups):
        key = keys[index]
        # The two separators are one slash and one hyphen: `05 CT/TW` is a party symbol, `1194 QĐ-TTg` a state one.
        party = len(groups) > 1 and groups[1][0] == "/"
        join = separator or ("/" if (index == 0) is not party else "-")
        parts = _split_code(code) if index == 0 and key not in types and key not in bodies else None
        if parts:
            result += [(join, parts[0]), ("-", parts[1])]
        elif index == 0 and key in types and key not in bodies:
            result.append((join, types[key][0]))
        elif key in _CENTRE:
            result.append((join, "TW"))
        elif slip := _slip(index, keys):
            result.append((join, slip))
        elif key in bodies and (key == "TTG" or not _is_same_letters(code, bodies[key].code)):
            result.append((join, bodies[key].code))
        else:
            result.append((join, code))
    return result


def _slip(index: int, keys: Sequence[str]) -> str | None:
    """The code that a scanner misread: a type before a known body (`NG-CP`), a body behind a known type (`KH-LĐLP`)."""
    types, bodies = doc_types().codes, organs()
    key = keys[index]
    if key in types or _is_body(key):
        return None
    if index == 0 and len(keys) > 1 and len(key) > 1 and _is_body(keys[1]):
        return mended_code(key, of_type=True)
    if index == 1 and len(key) > 2 and keys[0] in types and keys[0] not in bodies:
        return mended_code(key, of_type=False)
    return None


def _is_same_letters(code: str, known: str) -> bool:
    """Whether `code` needs no repair: the same letters, whatever their case, or a Đ the list lacks."""
    return code.upper() == known.upper() or "Đ" in code.upper()


def _split_code(code: str) -> tuple[str, str] | None:
    """`NĐCP` → NĐ, CP; `UBNDKGVX` → UBND, KGVX: two codes run together, where both ends are certain."""
    types, bodies = doc_types().codes, organs()
    key = code_key(code)
    for cut in range(2, len(key) - 1):
        head, tail = key[:cut], key[cut:]
        if head in types and tail in bodies and len(types[head][0]) == cut and head not in bodies:
            return types[head][0], code[cut:]
    if key.startswith("UBND") and len(key) > 5:
        return code[:4], code[4:]
    return None


def parse_symbol(text: str) -> Symbol | None:
    """Take a symbol apart that stands alone (`'13/KH- LĐLĐ'`); null where `text` is not one symbol whole."""
    from extractors.text import view

    seen = view(text.strip())
    found = read_symbol(seen, 0) if seen[:1].isdigit() else None
    return found[0] if found and found[1] == len(seen) else None
