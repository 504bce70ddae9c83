"""Brands and branches: `Vietcombank Quảng Ngãi`, `FPT Telecom`, `Ngân hàng … - Chi nhánh Đắk Lắk`."""

from __future__ import annotations

from dataclasses import replace

from extractors.organisations.names import parse_free_name
from extractors.organisations.parsed import Parsed
from extractors.organisations.patterns import Name, lexicon, name_of
from extractors.organisations.places import parse_place
from extractors.organisations.tokens import Tokens

BRANCHED = frozenset({"bank", "company"})
"""Types of organisations that have branches."""
_BRANCH_MAX = 3


def known_brand(tokens: Tokens, parsed: Parsed) -> Parsed:
    """A name built of head and tail that is one of the gazetteer's: `Ngân hàng | Agribank`."""
    if parsed.org_type not in BRANCHED or parsed.org_id or parsed.open_place or parsed.generic or parsed.head is None:
        return parsed
    entry = name_of(parsed.name)
    if entry is None and parsed.end - parsed.first == parsed.head.name.count(" ") + 2:
        brands = lexicon().starts.matches(tokens, parsed.end - 1)
        entry = next((e for e, end in brands if isinstance(e, Name) and end == parsed.end), None)
    if entry is None or entry.org_type != parsed.org_type:
        return parsed
    return replace(parsed, name=entry.name, org_id=entry.org_id, level=entry.level)


def local_brand(tokens: Tokens, parsed: Parsed) -> Parsed:
    """`Vietcombank | Quảng Ngãi`, `VNPT | Nghệ An`: a brand's branch in a province."""
    k = parsed.end
    if parsed.org_id is None or k - parsed.first > 1 or not tokens.capital(k) or tokens.line_break(k):
        return parsed
    word = lexicon().cues["brand_word"].longest(tokens, k) if tokens.blank(k) else None
    if word is not None:
        # `FPT | Telecom`: a company of the group, by its English word.
        name = f"{tokens.raw(parsed.first)} {tokens.view[tokens.starts[k] : tokens.ends[word[1] - 1]]}"
        return replace(parsed, end=word[1], name=name, org_id=None)
    place = parse_place(tokens, k) if tokens.blank(k) else None
    if place is None and parsed.org_type == "bank" and tokens.blank(k):
        return _local_bank(tokens, parsed)
    if place is None or place.province is None or place.typed:
        return parsed
    name = f"{parsed.name} chi nhánh" if parsed.org_type == "bank" else tokens.raw(parsed.first)
    return replace(
        parsed, end=place.end, name=f"{name} {place.name}", org_id=None, province=place.province, level=place.level
    )


def _local_bank(tokens: Tokens, parsed: Parsed) -> Parsed:
    """`BIDV | Đông Đô`: a branch named after a place nobody listed; two words, no person's."""
    k = parsed.end
    end = k
    while end < len(tokens) and end - k < _BRANCH_MAX and tokens.capital(end) and not tokens.all_caps(end):
        if end > k and (not tokens.blank(end) or tokens.line_break(end)):
            break
        end += 1
    named = end - k == _BRANCH_MAX - 1 and not any(
        True for n in range(k, end) for entry in (lexicon().starts, lexicon().words) if entry.longest(tokens, n)
    )
    if not named or lexicon().cues["surname"].longest(tokens, k) or tokens.raw(k).isascii():
        return parsed
    return replace(parsed, end=end, name=f"{parsed.name} chi nhánh {words_of(tokens, k, end)}", org_id=None)


def words_of(tokens: Tokens, k: int, end: int) -> str:
    """The words from `k` to `end` as written, blanks as one."""
    return " ".join(tokens.view[tokens.starts[k] : tokens.ends[end - 1]].split())


def _group_at(tokens: Tokens, k: int) -> bool:
    """One word names a listed group: `TKV`, `Vinacomin`; a name that follows it would make it an organisation's own."""
    groups = lexicon().starts.matches(tokens, k)
    found = any(isinstance(entry, Name) and entry.org_type == "company" and end == k + 1 for entry, end in groups)
    return found and not (tokens.blank(k + 1) and tokens.capital(k + 1))


def branch(tokens: Tokens, parsed: Parsed) -> Parsed:
    """`Ngân hàng … (ABC) - | Chi nhánh Đắk Lắk` names the branch."""
    k = parsed.end
    if k >= len(tokens) or tokens.line_break(k):
        return parsed
    if parsed.org_type == "company" and tokens.gap(k) == " - " and _group_at(tokens, k):
        # `Công ty CP Than Hà Lầm | - Vinacomin`: the group it is of.
        return replace(parsed, end=k + 1, name=f"{parsed.name} - {tokens.raw(k)}", org_id=None)
    if parsed.org_type == "company" and tokens.words[k] == "ctcp" and tokens.gap(k).strip() == "-":
        return replace(parsed, end=k + 1, name=f"{parsed.name} - Công ty cổ phần")
    if tokens.gap(k) == " (" and tokens.words[k : k + 2] == ["việt", "nam"] and tokens.gap(k + 2)[:1] == ")":
        # `Công ty TNHH Brotex | (Việt Nam)`.
        return replace(parsed, end=k + 2, name=f"{parsed.name} (Việt Nam)", org_id=None)
    if tokens.gap(k).strip() == "(" and tokens.raw(k).isupper() and tokens.gap(k + 1).strip() in (")", ") -"):
        k += 1
    elif not (tokens.blank(k) or tokens.gap(k).strip() in ("-", ",")):
        return parsed
    if tokens.words[k : k + 2] != ["chi", "nhánh"] or not tokens.blank(k + 2):
        return parsed
    place = parse_place(tokens, k + 2)
    joint = " - " if tokens.gap(k).strip(" )") == "-" else " "
    if place is not None and not place.open and not place.generic:
        # A branch is named after its place as it stands: `chi nhánh Huế`, `chi nhánh tỉnh Quảng Trị`.
        name = f"{parsed.name}{joint}chi nhánh {place.full_name if place.typed else place.name}"
        return replace(parsed, end=place.end, name=name, org_id=None, province=place.province, level=place.level)
    if tokens.digits(k + 2):
        return replace(parsed, end=k + 3, name=f"{parsed.name}{joint}chi nhánh {tokens.raw(k + 2)}", org_id=None)
    found = parse_free_name(tokens, k + 2, proper=True, known_first=False) if tokens.capital(k + 2) else None
    if found is None:
        return parsed
    return replace(parsed, end=found.end, name=f"{parsed.name}{joint}chi nhánh {found.text}", org_id=None)


def at_place(tokens: Tokens, parsed: Parsed, name: str) -> tuple[Parsed, str]:
    """`Phân hiệu Đại học Đà Nẵng | tại Kon Tum`: the parsed mention and its name, with the place."""
    k = parsed.end
    if tokens.word(k) != "tại" or not tokens.blank(k) or not tokens.blank(k + 1):
        return parsed, name
    place = parse_place(tokens, k + 1)
    if place is None or place.open or place.generic:
        return parsed, name
    shown = place.full_name if place.typed else place.name
    return replace(parsed, end=place.end, province=place.province), f"{name} tại {shown}"
