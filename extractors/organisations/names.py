"""Free names after a head: `Công ty TNHH | Xây dựng Minh Phát`, `Trung tâm | Văn hóa, Thể thao và Truyền thông`.

Official names capitalise the first syllable of each word (Decree 30/2020/NĐ-CP, annex II), so the vocabulary of words
(`gazetteers/org_words.csv`) tells how far a word reaches, and capitals tell which words belong to the name.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extractors.organisations.patterns import lexicon
from extractors.organisations.places import Place, parse_place
from extractors.organisations.shouted import SHOUTED_MAX, shouted_end
from extractors.organisations.tokens import Tokens

_WORDS_MAX = 16
_AND = ("và", "&")
_SYLLABLE_MAX = 6
_VOWEL = regex.compile(r"[aeiouy]")
_HEAD_MAX = 3
"""Words of a head before a free name."""
_ITEM_MAX = 4
_TIMES = ("năm", "tháng", "ngày")
"""A number before them counts them, though a name may well end there."""
_AREA = regex.compile(r"[IVX]+|\d{1,2}")


@dataclass(frozen=True, slots=True)
class FreeName:
    """A name and where it ends."""

    end: int
    text: str
    place: Place | None = None
    proper: bool = False
    """It has a part that is not in the vocabulary: a proper name, a number."""


def parse_free_name(
    tokens: Tokens, i: int, *, proper: bool, known_first: bool, lower: bool = False, line: bool = False
) -> FreeName | None:
    """The name that starts at word `i`.

    Args:
        i: index of a word right after the head.
        proper: single capitalised words are taken as they are (companies, schools: `Minh Phát`).
        known_first: the first part must be in the vocabulary.
        lower: words of the vocabulary go on in lower case (schools: `phổ thông nội trú liên cấp`).
        line: in capitals, take the rest of the line.
    """
    reader = _Reader(tokens, i, proper, known_first, lower)
    found = reader.read()
    if line and tokens.all_caps(i) and (found is None or found.end < shouted_end(tokens, i)):
        return _shouted_line(tokens, i) or found
    return found


class _Reader:
    """Reads a free name part by part; holds what was read so far."""

    def __init__(self, tokens: Tokens, i: int, proper: bool, known_first: bool, lower: bool) -> None:
        self.tokens, self.start, self.proper, self.known_first, self.lower = tokens, i, proper, known_first, lower
        self.end = i
        self.parts: list[str] = []
        self.known = 0
        self.place: Place | None = None
        self.takes_object = False
        self.lower_first = False
        self.last_known = False
        """The part before is of the vocabulary (not a proper name)."""
        self.last_pair = False
        """The part before is a word of two syllables that nobody listed: `Luyện kim`."""
        self.proper_parts = 0

    def read(self) -> FreeName | None:
        while self.end < len(self.tokens) and self.end - self.start < _WORDS_MAX and self._joined():
            if not (self._place() or self._part(self.end, "", first=not self.parts) or self._coordinated()):
                break
            if self.place is not None:
                break
        self._to_the_end_of_the_item()
        if not self.parts and self.place is None:
            return None
        if self.known_first and not self.known and (self.proper or not self._whole()):
            return None
        certain = self.place is not None or (self.proper and self.proper_parts) or (self.lower and self.known > 1)
        if self.lower_first and not certain:
            return None
        return FreeName(self.end, " ".join(self.parts), self.place, bool(self.proper_parts))

    def _to_the_end_of_the_item(self) -> None:
        """`, Trung tâm Lao động | ngoài nước,`: in a list of names what stands before the next comma is the name's."""
        tokens, k = self.tokens, self.end
        if self.proper or self.place is not None or not self.known or k >= len(tokens) or not tokens.blank(k):
            return
        first = self.start
        while first > 0 and self.start - first < _HEAD_MAX and tokens.gap(first) == " ":
            first -= 1
        if tokens.gap(first).strip(" -+") not in (";", ",", "(") or not tokens.capital(first):
            return
        end = k
        while end < len(tokens) and end - k < _ITEM_MAX and tokens.raw(end).islower() and not tokens.digits(end):
            if end > k and tokens.gap(end) != " ":
                break
            if lexicon().cues["stop"].longest(tokens, end) and tokens.words[end] != "và":
                return
            end += 1
        if end > k and tokens.gap(end)[:1] in (";", ",", ")") and not tokens.line_break(k):
            self._take(end, " ".join(tokens.view[tokens.starts[k] : tokens.ends[end - 1]].split()))

    def _whole(self) -> bool:
        """A name of unknown words is taken only where no further word of it can follow."""
        tokens, k = self.tokens, self.end
        if k - self.start < 2:
            return False
        if k >= len(tokens) or not tokens.blank(k) or tokens.line_break(k) or self.place is not None:
            return True
        return lexicon().cues["stop"].longest(tokens, k) is not None

    def _joined(self) -> bool:
        """The next word follows by blanks (on the same line, unless in capitals)."""
        k = self.end
        if self.tokens.line_break(k):
            # Only in capitals, and only with a word of the vocabulary, does a name go on in the next line.
            word = k + (self.tokens.words[k] == "và")
            shouted = self.tokens.all_caps(k) and self.tokens.all_caps(k - 1)
            return shouted and self._listed(word) and not self._placed_head(word)
        if self.tokens.blank(k):
            # Two blanks are a tab or the gutter between columns.
            return len(self.tokens.gap(k)) == 1
        return self.tokens.gap(k).strip() in (",", "-", "&", "/") and not self.tokens.line_break(k)

    def _place(self) -> bool:
        k = self.end
        if not self.parts and not self.proper:
            return False
        if k > self.start and not self.tokens.blank(k):
            return False
        place = parse_place(self.tokens, k, bare_names=bool(self.parts), in_name=True)
        if place is None or place.generic or (place.open and place.type not in ("tỉnh", "thành phố", "huyện", "xã")):
            return False
        if place.open and not self.parts:
            return False
        if self.proper and not place.typed and self._numbered(place.end):
            # `Nhà máy Nhiệt điện Thái Bình 2`.
            self._take(place.end + 1, self.tokens.view[self.tokens.starts[k] : self.tokens.ends[place.end]])
            self.proper_parts += 1
            return True
        self.place, self.end = place, place.end
        return True

    def _numbered(self, k: int) -> bool:
        """A number of one digit that closes the name, no count of what follows."""
        tokens, after = self.tokens, k + 1
        if not tokens.digits(k) or len(tokens.raw(k)) > 1 or not tokens.blank(k) or tokens.line_break(k):
            return False
        if tokens.word(after) in _TIMES or (tokens.digits(after) and not tokens.gap(after).isspace()):
            return False
        return not tokens.blank(after) or tokens.capital(after) or bool(lexicon().cues["stop"].longest(tokens, after))

    def _part(self, k: int, before: str, *, first: bool) -> bool:
        """One word of the name at word `k`, or false."""
        tokens = self.tokens
        if k > self.start and not before and not tokens.blank(k):
            return False
        if tokens.words[k : k + 2] == ["chi", "nhánh"]:
            return False
        phrase = lexicon().words.longest(tokens, k)
        if phrase is not None and self._may_continue(k, phrase, first, bool(before)):
            self.lower_first |= first and not tokens.capital(k)
            spelling, end = self._spelling(k, *phrase), phrase[1]
            if self.proper and end == k + 1 and self._completed(k, begins=True):
                spelling, end = f"{spelling} {tokens.raw(end)}", end + 1
            self._take(end, before + spelling)
            self.known += 1
            self.last_known = True
            self.takes_object = lexicon().cues["takes_object"].longest(tokens, k) == (phrase[0], phrase[1])
            return True
        if tokens.digits(k):
            return self._number(k, before, first)
        if tokens.words[k] == "số" and tokens.digits(k + 1) and tokens.blank(k + 1):
            self._take(k + 2, f"{before}số {tokens.raw(k + 1)}")
            self.proper_parts += 1
            return True
        if self.last_known and tokens.words[k : k + 2] == ["quốc", "gia"] and tokens.blank(k + 1):
            # `Trung tâm Y học hạt nhân quốc gia`: the rank closes a name also in lower case.
            self._take(k + 2, f"{before}{tokens.raw(k)} {tokens.raw(k + 1)}")
            return True
        if (area := self._area(k)) is not None:
            self._take(area, f"{before}{tokens.view[tokens.starts[k] : tokens.ends[area - 1]]}")
            self.proper_parts += _AREA.fullmatch(tokens.raw(area - 1)) is not None
            return True
        other = self._head_at(k) and not (first and self.proper and self._brand_at(k))
        if not tokens.capital(k) or other or (first and self.known_first and not self._completed(k)):
            return False
        if not self.proper:
            return self._common_word(k, before)
        if tokens.all_caps(k) and tokens.all_caps(k - 1) and lexicon().cues["caps_stop"].longest(tokens, k):
            return False
        raw = tokens.raw(k)
        if self._completed(k):
            self._take(k + 2, f"{before}{raw} {tokens.raw(k + 1)}")
            self.last_known, self.last_pair, self.proper_parts = False, True, self.proper_parts + 1
            return True
        self._take(k + 1, before + (raw.title() if tokens.all_caps(k) and self._shouted() else raw))
        self.last_known, self.proper_parts = False, self.proper_parts + 1
        return True

    def _area(self, k: int) -> int | None:
        """`khu vực II`, `khu vực Bắc Bộ`, `vùng IV`: index after its first word."""
        tokens = self.tokens
        if tokens.words[k] == "khu" and tokens.word(k + 1) == "vực" and tokens.blank(k + 2):
            return k + 3 if tokens.capital(k + 2) or tokens.digits(k + 2) else None
        numbered = k + 1 < len(tokens) and tokens.words[k] == "vùng" and _AREA.fullmatch(tokens.raw(k + 1))
        return k + 2 if numbered and tokens.blank(k + 1) else None

    def _completed(self, k: int, begins: bool | None = None) -> bool:
        """The word is one syllable of two, the second in lower case: `Kinh đô`, `Địa ốc`."""
        tokens, after = self.tokens, k + 1
        begins = not self.parts or self.last_known if begins is None else begins
        if not begins or after >= len(tokens) or not tokens.blank(after) or tokens.line_break(after):
            return False
        lower = tokens.raw(after).islower() and not tokens.digits(after) and 1 < len(tokens.raw(k)) <= _SYLLABLE_MAX
        return lower and not tokens.all_caps(k) and not lexicon().cues["stop"].longest(tokens, after)

    def _may_continue(self, k: int, found: tuple[str, int], first: bool, joined: bool) -> bool:
        tokens, (phrase, end) = self.tokens, found
        if tokens.capital(k):
            return not (len(phrase.split()) == 1 and not tokens.all_caps(k) and self._head_at(k) and not first)
        if first:
            return tokens.capital(k - 1) or self.proper
        # In lower case a word might as well be the sentence's verb: only the object of the word before is the name's.
        named = any(tokens.capital(n) for n in range(k, end))
        if joined or self.takes_object or named or (self.lower and phrase[:1].islower()):
            return True
        # `Chế biến hải sản | xuất khẩu | Nam Định`: a company's name goes on until a proper part closes it.
        unfinished = self.proper and self.last_known and not self.proper_parts and tokens.blank(end)
        return unfinished and tokens.capital(end) and not tokens.line_break(end) and not self._head_at(end)

    def _spelling(self, k: int, phrase: str, end: int) -> str:
        """The words as the text has them; in full and in standard case where it abbreviates or shouts."""
        raw = " ".join(self.tokens.view[self.tokens.starts[k] : self.tokens.ends[end - 1]].split())
        return phrase if any(self.tokens.all_caps(n) for n in range(k, end)) else raw

    def _common_word(self, k: int, before: str) -> bool:
        """A capitalised common noun of two syllables nobody listed: `Bình ổn`; one syllable in capitals: `PCCC`."""
        tokens = self.tokens
        if tokens.all_caps(k):
            if not self.parts or tokens.all_caps(self.start - 1):
                return False
            self._take(k + 1, before + tokens.raw(k))
            return True
        after = k + 1
        goes_on = after < len(tokens) and tokens.blank(after) and not tokens.line_break(after)
        begins = not self.parts or self.last_known
        self.last_known = False
        if goes_on and begins and tokens.raw(after).islower() and not lexicon().cues["stop"].longest(tokens, after):
            self._take(after + 1, f"{before}{tokens.raw(k)} {tokens.raw(after)}")
            return True
        self.proper_parts += 1
        self._take(after, before + tokens.raw(k))
        return True

    def _number(self, k: int, before: str, first: bool) -> bool:
        tokens = self.tokens
        if self.proper and self._day(k):
            # `Trường mầm non 19/5`, `Công ty Dệt 19-5`.
            self._take(k + 2, f"{before}{tokens.view[tokens.starts[k] : tokens.ends[k + 1]]}")
            self.proper_parts += 1
            return True
        if tokens.gap(k + 1).startswith(("/", ".", ",", "%")) and tokens.digits(k + 1):
            return False
        follows = tokens.blank(k + 1) and not tokens.line_break(k + 1) and not tokens.capital(k + 1)
        if follows and not first and not lexicon().cues["stop"].longest(tokens, k + 1):
            return False
        if (not first and not self.proper) or (self.parts and self.parts[-1] == "Việt Nam"):
            return False
        self._take(k + 1, before + tokens.raw(k))
        self.proper_parts += 1
        return True

    def _day(self, k: int) -> bool:
        """A day as a name: `19/5`, `2-9`; no date with a year, no range."""
        tokens = self.tokens
        if tokens.gap(k + 1).strip() not in ("/", "-") or not tokens.digits(k + 1) or len(tokens.gap(k + 1)) > 3:
            return False
        closed = tokens.gap(k + 2)[:1] not in ("/", "-", ".") or not tokens.digits(k + 2)
        return closed and 0 < int(tokens.raw(k)) <= 31 and 0 < int(tokens.raw(k + 1)) <= 12

    def _coordinated(self) -> bool:
        """`, Y và Z`, `và Y`, `- Y` after a first part."""
        if not self.parts:
            return False
        tokens, k = self.tokens, self.end
        gap = tokens.gap(k).strip()
        if (tokens.blank(k) and tokens.words[k] == "và") or gap == "&":
            if not (self.last_known or self.last_pair) and self.tokens.word(k + 1) != "các":
                return False
            after = k + (1 if tokens.words[k] == "và" else 0)
            if not tokens.blank(after) and gap != "&":
                return False
            if self._head_at(after) or not (self._listed(after) or self._another_word(after)):
                return False
            return self._part(after, "và ", first=False)
        if gap == "-" and tokens.gap(k) == "-" and not self.last_known and not tokens.capital(k):
            # `Bô-xít`: a hyphen without blanks inside one word of the name.
            self.end = k + 1
            self.parts[-1] += f"-{tokens.raw(k)}"
            return True
        if gap in ("-", "/"):
            if self._head_at(k) or not (tokens.capital(k) or self._listed(k)) or tokens.digits(k):
                return False
            if lexicon().provinces.longest(tokens, k) and not self.proper:
                return False
            twin = gap == "-" and not self.last_known and tokens.capital(k) and not tokens.all_caps(k - 1)
            if not self._listed(k) and not (twin and self.known):
                return False
            return self._part(k, f"{gap} " if gap == "-" else "/", first=False)
        if gap == ",":
            return self._list_closes(k) and self._part(k, ", ", first=False)
        return False

    def _another_word(self, k: int) -> bool:
        """`Hóa dầu và | Nhiên liệu`: an unlisted word of two syllables in a company's name, no office."""
        office = lexicon().cues["office"].longest(self.tokens, k) if self.proper else None
        return self.proper and office is None and self.tokens.capital(k) and self._completed(k, begins=True)

    def _listed(self, k: int) -> bool:
        return k < len(self.tokens) and lexicon().words.longest(self.tokens, k) is not None

    def _list_closes(self, k: int) -> bool:
        """`Y và Z` (or `Y, Z và W`) stands at word `k`, all of it in the vocabulary."""
        tokens = self.tokens
        for _ in range(3):
            phrase = lexicon().words.longest(tokens, k) if k < len(tokens) else None
            if phrase is None or self._head_at(k):
                return False
            k = phrase[1]
            if (tokens.word(k) == "và" and tokens.blank(k)) or tokens.gap(k).strip() == "&":
                after = k + (1 if tokens.word(k) == "và" else 0)
                return self._listed(after) and not self._head_at(after)
            if tokens.gap(k).strip() != ",":
                return False
        return False

    def _head_at(self, k: int) -> bool:
        """The head of another organisation, of two words or more, starts here."""
        tokens = self.tokens
        ends = [end for _, end in lexicon().starts.matches(tokens, k) if end - k >= 2 or tokens.all_caps(k)]
        if not ends:
            return False
        # `Kế hoạch - Thống kê`, `Gia đình và Thư viện`: a word of names that no name of its own follows.
        word = lexicon().words.longest(tokens, k)
        bare = not tokens.capital(max(ends)) or not tokens.blank(max(ends)) or tokens.line_break(max(ends))
        place = lexicon().place_types.longest(tokens, max(ends)) if tokens.blank(max(ends)) else None
        return word is None or word[1] < max(ends) or not bare or place is not None

    def _placed_head(self, k: int) -> bool:
        """`CỤC THUẾ | THUẾ TỈNH TÂY NINH`: a head with its place, not the next word of the name."""
        heads = lexicon().starts.matches(self.tokens, k)
        return any(self.tokens.blank(end) and lexicon().place_types.longest(self.tokens, end) for _, end in heads)

    def _shouted(self) -> bool:
        """The head is in capitals, not only its last word (`Công ty TNHH | LG Innotek`)."""
        tokens, k = self.tokens, self.start - 1
        if not _VOWEL.search(tokens.plain[k]):
            # `CLB Hà Nội FC`, `HTX`: an abbreviation is in capitals anywhere.
            return False
        return tokens.all_caps(k) and (k == 0 or tokens.all_caps(k - 1) or tokens.line_break(k) or not tokens.blank(k))

    def _brand_at(self, k: int) -> bool:
        """`Công ty TNHH | Samsung Electronics Việt Nam Thái Nguyên`: a listed brand begins the name."""
        return any(
            getattr(entry, "org_id", "") and entry.org_type in ("company", "bank")
            for entry, _ in lexicon().starts.matches(self.tokens, k)
        )

    def _take(self, end: int, text: str) -> None:
        self.end = end
        self.takes_object = self.last_pair = False
        if text.startswith((", ", "/")) and self.parts:
            self.parts[-1] += text[0]
            text = text[1:].strip()
        self.parts.append(text)


def _shouted_line(tokens: Tokens, i: int) -> FreeName | None:
    end = shouted_end(tokens, i)
    if end == i or end - i >= SHOUTED_MAX:
        return None
    text = " ".join(tokens.view[tokens.starts[i] : tokens.ends[end - 1]].split())
    return FreeName(end, text.title(), None, proper=True)
