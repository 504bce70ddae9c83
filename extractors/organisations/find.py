"""Finding mentions: the grammar at every word that may start a name, and the context that makes a name a class."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

import regex

from extractors.model import Organisation
from extractors.organisations.grammar import parse
from extractors.organisations.identity import organisation_id
from extractors.organisations.parsed import Parsed
from extractors.organisations.patterns import Name, is_brand, lexicon, name_of
from extractors.organisations.tokens import Tokens, fold
from extractors.text import DocumentText

_CUE_WORDS_MAX = 5
_LIST_HEADS = {"bộ": "bo", "sở": "so"}
_HEAD_OF_GROUP = {"bo": "Bộ", "so": "Sở"}
_LIST_INTRO_MAX = 5
"""Words that may stand between the head of a list and its colon: `các Bộ, cơ quan:`."""
_OF_ALL_LEVELS = frozenset({"các cấp", "cùng cấp", "cấp trên", "cấp dưới", "cấp xã", "cấp huyện", "cấp tỉnh", "cấp cơ"})
# An abbreviation bears no tone marks: `(HSC mã HCM)` declares one, `(NHIỆM KỲ 2023-2028)` does not.
_ALIAS = regex.compile(
    r"\s{0,2}\(\s*(?:sau\s+đây\s+)?(?:(?:viết|gọi)\s+(?:tắt\s+)?là\s*:?\s*)?[\"']?"
    r"(?P<alias>[A-ZĐƯƠÔÂÊĂ][A-ZĐƯƠÔÂÊĂ0-9&.-]{0,14}[A-ZĐƯƠÔÂÊĂ])[\"']?(?=\s*[,;)\-]|\s+\p{Ll})"
)
_BRAND = regex.compile(
    r"\s{0,2}\(\s*(?P<alias>\p{Lu}[\p{L}\d&.-]{0,14}(?: \p{Lu}[\p{L}\d&-]{0,14}){0,2})\s*(?=[);,]|\s-\s)"
)
_BUREAU = regex.compile(r"\s{0,2}\(\s*(?P<alias>[A-Z]{1,2}\d{2})\s*[);,]")
"""Numbers of police bureaus: `(C04)`."""
_BRAND_OWNERS = frozenset({"company", "bank", "association", "government"})
_NOT_ALIASES = frozenset({"VN", "HN", "TP", "HCM", "USD", "VND", "VNĐ", "CV", "GDP", "OTC"})


def find_organisations(doc: DocumentText) -> list[Organisation]:
    """Every mention of one particular organisation, in text order, not overlapping.

    Args:
        doc: the text; matching is on its view.

    Returns:
        Mentions with the name as far as the mention itself tells it; `open_place` says what
        `resolve_organisations` must fill in from the document. Offsets are code points into `doc.text`.
    """
    return list(_Finder(doc).run())


class _Finder:
    """One pass over a document; knows the abbreviations declared so far."""

    def __init__(self, doc: DocumentText) -> None:
        self.doc = doc
        self.tokens = Tokens(doc.view)
        self.aliases: dict[str, Organisation] = {}
        self.brands: dict[str, list[tuple[int, Organisation]]] = {}
        """By first word: how many words a brand declared in this text has, and whose it is."""
        self.declared: set[tuple[str, ...]] = set()
        self.last_end = -1
        """Index after the last mention."""
        self.other_at = -1
        """Index of a word in brackets that is an organisation of its own, no abbreviation of the name before it."""
        self.class_end = -1
        """Index after the last class of a list (`các huyện ủy, thành ủy`): what the list goes on with is one too."""

    def run(self) -> list[Organisation]:
        tokens = self.tokens
        found: list[Organisation] = []
        i, n = 0, len(tokens)
        starts, worn = lexicon().starts, lexicon().worn
        words, plain = tokens.words, tokens.plain
        begins, begins_worn = starts.first_words, worn.first_words
        while i < n:
            word = words[i]
            if (
                word not in begins
                and not (plain[i] in begins_worn and tokens.capital(i))
                and word not in self.aliases
                and word not in self.brands
            ):
                # Nearly every word.
                i += 1
                continue
            if word in self.aliases and (alias := self._declared(i)):
                found.append(alias)
                i += 1
                continue
            if word in self.brands and (brand := self._branded(i)):
                found.append(brand[0])
                i = brand[1]
                continue
            if word not in begins and not (plain[i] in begins_worn and tokens.capital(i)):
                i += 1
                continue
            parsed = self._parse(i)
            if parsed is None:
                members = self._elided(i)
                found += members
                i = self._after(members[-1].end) if members else i + 1
                continue
            if parsed.generic:
                self.class_end = i = max(parsed.end, i + 1)
                continue
            if self._kept(parsed):
                mention = self._mention(parsed)
                found.append(mention)
                self.last_end = parsed.end
                i = max(parsed.end, self._declare(mention, parsed.end))
            else:
                i = parsed.end
        return found

    def _after(self, offset: int) -> int:
        return bisect_left(self.tokens.starts, offset)

    def _elided(self, i: int) -> list[Organisation]:
        """`các Sở: | Tài chính, | Y tế`: the members of a list whose head stands once, before a colon."""
        tokens = self.tokens
        group = _LIST_HEADS.get(tokens.words[i])
        if group is None or not self._cue_before(i, "plural"):
            return []
        k = i + 1
        while k < len(tokens) and k - i <= _LIST_INTRO_MAX and ":" not in tokens.gap(k) and not tokens.line_break(k):
            k += 1
        if k >= len(tokens) or tokens.gap(k).strip() != ":":
            return []
        members = []
        while k < len(tokens):
            field = lexicon().fields[group].longest(tokens, k)
            if field is None or not tokens.capital(k):
                break
            members.append(self._member(f"{_HEAD_OF_GROUP[group]} {field[0]}", group, k, field[1]))
            k = field[1]
            if tokens.word(k) == "và" and tokens.blank(k):
                k += 1
            elif tokens.gap(k).strip() not in (",", ";"):
                break
        return members

    def _member(self, name: str, group: str, first: int, end: int) -> Organisation:
        known = name_of(name)
        start, stop = self.tokens.starts[first], self.tokens.ends[end - 1]
        return Organisation(
            start=start,
            end=stop,
            surface=self.doc.text[start:stop],
            name=name,
            org_type="government",
            level="ministry" if group == "bo" else "province",
            org_id=known.org_id if known else None,
            open_place="+tỉnh" if group == "so" else "",
            confidence=0.8,
        )

    def _parse(self, i: int) -> Parsed | None:
        tokens = self.tokens
        if self._glued(i):
            return None
        parsed = parse(tokens, i)
        if parsed is None:
            return None
        # `Phó Chủ tịch Thường trực LĐLĐ tỉnh`: Thường trực belongs to the office.
        if tokens.words[i : i + 2] == ["thường", "trực"] and self._office_before(i):
            return None
        if self._glued_after(parsed.end):
            return None
        return parsed

    def _glued(self, i: int) -> bool:
        """An abbreviation inside a symbol or address (`1563/CTr-TLĐ`, `a@b.vn`)."""
        tokens = self.tokens
        gap = tokens.gap(i)
        if gap == " ":
            return False
        if gap[-1:] == "@":
            return True
        if not tokens.all_caps(i):
            return False
        if gap in ("/", "-"):
            return tokens.all_caps(i - 1) or tokens.digits(i - 1) or tokens.gap(i - 1)[-1:] in ("/", "-")
        # `37/2025/TT- BNNMT`: a blank has come in after the dash.
        return (
            gap[:1] in ("/", "-") and not gap[1:].strip() and tokens.gap(i - 1) in ("/", "-") and tokens.all_caps(i - 1)
        )

    def _glued_after(self, end: int) -> bool:
        tokens = self.tokens
        gap = tokens.gap(end)
        if gap in ("/", "-") and tokens.all_caps(end - 1) and tokens.all_caps(end):
            return tokens.gap(end - 1)[-1:] in ("/", "-")
        return gap == "@"

    def _kept(self, parsed: Parsed) -> bool:
        tokens, i = self.tokens, parsed.first
        if not parsed.named and (self._cue_before(i, "plural") or self._lists_on(i)):
            self.class_end = parsed.end
            return False
        if (parsed.common or not tokens.capital(i)) and parsed.org_id is None and self._cue_before(i, "plural"):
            return False
        if not parsed.named and self.last_end != i and self._goes_on_places(i):
            return False
        if not parsed.named and tokens.digits(i - 1) and tokens.blank(i):
            return False
        each = parsed.head is not None and "each" in parsed.head.traits and tokens.capital(i)
        if parsed.open_place.startswith("+") and not each and self._cue_before(i, "plural"):
            return False
        if self._cue_before(i, "law_before") and not tokens.line_break(i):
            return False
        if self._not_a_name(parsed):
            return False
        if tokens.blank(parsed.end) and " ".join(tokens.words[parsed.end : parsed.end + 2]) in _OF_ALL_LEVELS:
            return False
        if parsed.org_id and parsed.end == i + 1 and self._inside_a_name(i):
            return False
        if i == self.other_at:
            return True
        return not (tokens.gap(i).strip() and tokens.gap(i).strip()[-1] == "(" and self._bracketed_abbreviation(parsed))

    def _inside_a_name(self, i: int) -> bool:
        """`LOGISTICS | VRG | Thanh Phước`: capitals before and a name behind: initials inside a name."""
        tokens = self.tokens
        before = tokens.blank(i) and not tokens.line_break(i) and tokens.all_caps(i - 1) and tokens.all_caps(i)
        behind = tokens.blank(i + 1) and not tokens.line_break(i + 1) and tokens.capital(i + 1)
        return before and behind and not tokens.all_caps(i + 1)

    def _goes_on_places(self, i: int) -> bool:
        """`các quận, | huyện ủy`: the type words before share the head of a class."""
        tokens = self.tokens
        before = tokens.gap(i).strip() == "," and tokens.word(i - 1) in ("quận", "huyện", "tỉnh", "thành", "thị", "xã")
        return before and not tokens.capital(i - 1) and not tokens.capital(i)

    def _lists_on(self, i: int) -> bool:
        """Word `i` goes on a list of classes: `các huyện ủy, | thành ủy`."""
        tokens, end = self.tokens, self.class_end
        if end == i:
            return tokens.gap(i).strip() in (",", "/") and not tokens.capital(i)
        return end == i - 1 and tokens.words[end] in ("và", "hoặc") and not tokens.capital(i)

    def _not_a_name(self, parsed: Parsed) -> bool:
        """It is a part of a concept (`Chính phủ điện tử`) or class (`Tổng công ty 91`)."""
        cues, first = lexicon().cues, parsed.first
        if any(
            end > first
            for k in range(max(0, first - 2), first + 1)
            for _, end in cues["not_name"].matches(self.tokens, k)
        ):
            return True
        # `MÔI | TRƯỜNG`, `cơ | sở`: the head is the end of another word, `bộ | máy` the beginning of one.
        # `trường | Học viện`: no word goes on with a capital where it did not begin with one.
        anew = first > 0 and self.tokens.capital(first) and not self.tokens.capital(first - 1)
        return any(
            end == first + 1 or (k == first and end > first and not self._head_itself(first, end))
            for k in range(first if anew else max(0, first - 1), first + 1)
            for _, end in cues["compound"].matches(self.tokens, k)
        )

    def _head_itself(self, first: int, end: int) -> bool:
        """The compound is a head or begins one: `Nông trường`, `Cơ sở cai nghiện ma túy`."""
        return any(stop >= end for _, stop in lexicon().starts.matches(self.tokens, first))

    def _bracketed_abbreviation(self, parsed: Parsed) -> bool:
        """`(LĐLĐ)`, `(TLĐ)`: the abbreviation of the name just before it."""
        tokens = self.tokens
        return parsed.end - parsed.first == 1 and tokens.all_caps(parsed.first) and tokens.gap(parsed.end)[:1] == ")"

    def _cue_before(self, i: int, kind: str) -> bool:
        """A cue of that kind ends right before word `i`."""
        tokens, trie = self.tokens, lexicon().cues[kind]
        if not tokens.blank(i):
            return False
        return any(end == i for k in range(max(0, i - _CUE_WORDS_MAX), i) for _, end in trie.matches(tokens, k))

    def _office_before(self, i: int) -> bool:
        tokens = self.tokens
        gap = tokens.gap(i).strip()
        if gap and gap != ".":
            return False
        trie = lexicon().cues["office"]
        return any(end == i for k in range(max(0, i - _CUE_WORDS_MAX), i) for _, end in trie.matches(tokens, k))

    def _mention(self, parsed: Parsed) -> Organisation:
        tokens = self.tokens
        start, end = tokens.starts[parsed.first], tokens.ends[parsed.end - 1]
        if tokens.view[end : end + 1] == ")" and tokens.view.count("(", start, end) > tokens.view.count(
            ")", start, end
        ):
            end += 1
        if tokens.view[end : end + 1] == '"' and tokens.view.count('"', start, end) % 2:
            end += 1
        code = parsed.province.code if parsed.province is not None else None
        return Organisation(
            start=start,
            end=end,
            surface=self.doc.text[start:end],
            name=parsed.name,
            org_type=parsed.org_type,
            level=parsed.level,
            org_id=parsed.org_id or (None if parsed.open_place else organisation_id(parsed.name, code)),
            province_code=code,
            open_place=parsed.open_place,
            office=self._office_before(parsed.first),
            confidence=_confidence(parsed),
        )

    def _declare(self, mention: Organisation, end: int) -> int:
        """Learn `(HSC …)` after a name; returns the index of the first word after the declared abbreviation."""
        match = _ALIAS.match(self.doc.view, mention.end)
        if match is None and mention.org_type == "government":
            match = _BUREAU.match(self.doc.view, mention.end)
        if match is None:
            return self._declare_brand(mention, end)
        alias = match["alias"]
        if alias in _NOT_ALIASES or fold(alias) in lexicon().heads or lexicon().provinces.longest(Tokens(alias), 0):
            return end
        inner = Tokens(alias)
        stop = end
        while stop < len(self.tokens) and self.tokens.starts[stop] < match.end("alias"):
            stop += 1
        another = any(
            isinstance(name, Name) and name.name != mention.name and after == stop
            for name, after in lexicon().starts.matches(self.tokens, end)
        )
        if another and (len(inner) > 1 or not _stands_for(alias, mention)):
            # `Trường ĐH Bách khoa (ĐHQG-HCM)`, `Vụ Thanh toán (NHNN)`: another organisation.
            self.other_at = end
            return end
        if len(inner) == 1:
            self.aliases[inner.words[0]] = mention
        return stop

    def _declare_brand(self, mention: Organisation, end: int) -> int:
        """Learn `(Salabeco)`, `(PV GAS)` after a company's name."""
        if mention.org_type not in _BRAND_OWNERS or self.tokens.gap(end).strip() != "(":
            return end
        match = _BRAND.match(self.doc.view, mention.end)
        if match is None:
            return end
        stop = self._after(match.end("alias"))
        words = self.tokens.words[end:stop]
        known = any(
            stop == after and isinstance(name, Name) for name, after in lexicon().starts.matches(self.tokens, end)
        )
        # `Cục Thuế (Bộ Tài chính)`: what a state body has in brackets is more often the one it belongs to.
        if (known and mention.org_type == "government") or not (known or is_brand(match["alias"])):
            return end
        if not known:
            self.brands.setdefault(words[0], []).append((len(words), mention))
            self.brands[words[0]].sort(key=lambda entry: -entry[0])
            self.declared.add(tuple(words))
        return stop

    def _branded(self, i: int) -> tuple[Organisation, int] | None:
        """A later use of a brand, and the index after it."""
        tokens = self.tokens
        for length, known in self.brands[tokens.words[i]]:
            end = i + length
            if tuple(tokens.words[i:end]) not in self.declared or not all(map(tokens.capital, range(i, end))):
                continue
            if any(not tokens.blank(n) for n in range(i + 1, end)) or tokens.gap(i)[-1:] in ("/", ".", "@", "-"):
                continue
            a, b = tokens.starts[i], tokens.ends[end - 1]
            office = self._office_before(i)
            return replace(known, start=a, end=b, surface=self.doc.text[a:b], office=office), end
        return None

    def _declared(self, i: int) -> Organisation | None:
        """A later use of a declared abbreviation."""
        tokens = self.tokens
        known = self.aliases[tokens.words[i]]
        if (
            not any(c.isupper() or c.isdigit() for c in tokens.raw(i)[1:])
            or not tokens.capital(i)
            or self._glued(i)
            or tokens.gap(i + 1)[:1] in ("/", "@")
        ):
            return None
        if tokens.gap(i)[-1:] in ("/", "-", ".", "@") and len(tokens.gap(i)) == 1:
            return None
        start, end = tokens.starts[i], tokens.ends[i]
        return replace(known, start=start, end=end, surface=self.doc.text[start:end], office=self._office_before(i))


def _stands_for(alias: str, mention: Organisation) -> bool:
    """The letters of `alias` are initials of the name's words, in their order."""
    initials = iter([word[0] for word in Tokens(mention.name).plain])
    return all(letter in initials for letter in "".join(Tokens(alias).plain))


def _confidence(parsed: Parsed) -> float:
    if parsed.org_id:
        return 0.98
    if parsed.borrowed:
        return 0.7
    return 0.95 if parsed.named else 0.85
