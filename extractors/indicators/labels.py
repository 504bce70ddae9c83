"""Labels: the words of the text that name what a number counts, cut to what makes them readable alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import regex

from extractors.cues import Cue
from extractors.endings import Ending
from extractors.indicators.heads import Token, longest
from extractors.indicators.lexicon import cues, fold
from gazetteers import read_table, split_cell

_BLANK_BEFORE_MARK = regex.compile(r"\s+([,;:.)])")
_BLANK_IN_BRACKET = regex.compile(r"\(\s+")
_COMMAS = regex.compile(r"(?:,\s*)+,")
_EMPTY_BRACKET = regex.compile(r"\(\s*\)")

MAX_WORDS = 28

_MARKS_APART = (" ,", " ;", " :", " .", " )")
_EDGE_BEFORE = " ,;:.-+*/()[]\"'“”‘’•"
_EDGE_BEHIND = " ,;:.-+*/([\"'“‘"
_QUOTES = ('"', "“", "‘", "'")
_QUOTED = regex.compile(r"([\"“‘']).*[\"”’']\p{Zs}?")
_DANGLING = Ending(
    r"(?:^|\s)(?:của|cho|với|và|là|đạt|tại|(?<!(?:nhà|chỗ|đất)\s)ở|trong|trên|từ|đến|để|do|được|có|đã|gồm|theo|hoặc|"
    r"hay|nhưng|mà|thì|vào|về|khoảng|h[àằ]ng\s+năm|cuối|"
    r"(?<!(?:bắt|ban|dẫn|đứng|hàng|lần|bước|giai\s+đoạn|bình\s+quân|mũi|cầm|tuyến|khâu|vòng)\s)đầu|"
    r"so|(?<!cao\s)bằng|các|những|cùng|nhằm|(?<!(?:thông|vượt|trải)\s)qua|bởi|như|(?<!lâu\s)năm|tháng|(?<!(?:ngắn|dài)\s)ngày|quý|vì|nên|còn|chiếm|(?<!(?:thỏa|thoả|điều|quy|giao|mơ|"
    r"công|hiệp)\s)ước(?:\s+\d{1,2})?|(?<!(?:chứng|địa|tín)\s)chỉ|đó|này|rằng|phải|"
    r"trong\s+\d+|dưới|giữa|khi|mỗi|hơn|gần|cũng|sẽ|đang|(?<!trở\s)lên|(?<!trở\s)xuống|ít nhất|tối thiểu|không quá|"
    r"tối đa|đã|vẫn)$",
    regex.IGNORECASE,
)
_LEADING = Cue(
    r"^(?:và|với|của|thì|mà|là|cho|nhưng|song|còn|trong đó|nhất là|đặc biệt là|đặc biệt|riêng|về|đối với|theo đó|"
    r"cụ thể|"
    r"kết quả|đã|đang|sẽ|phải|có|được|hiện|ngoài ra|đồng thời|bên cạnh đó|do|để|nhằm|từ|tại|trong|các|những|đó|này|cứ|"
    r"nếu|dự kiến|lũy kế|luỹ kế)\s+",
    regex.IGNORECASE,
)
# Footnote marks and enumerators within a sentence are no words of it.
_NOTE = regex.compile(r"^\d{1,2}\]\s*|\[\s*\d*\s*\]|(?<![\p{L}\d])\(?(?:i{1,3}|iv|vi{0,3}|ix|\d{1,2})\)(?=\s)")
# On what rule, in what report: no part of what is counted.
_BY_DOCUMENT = regex.compile(
    r"\s+(?:theo|được\s+công\s+bố\s+tại|căn\s+cứ|quy\s+định\s+tại|ban\s+hành\s+tại)\s+(?:tinh\s+thần\s+|"
    r"quy\s+định\s+(?:của|tại)\s+)?"
    r"(?:Quyết\s+định|Nghị\s+định|Nghị\s+quyết|Hướng\s+dẫn|Chỉ\s+thị|Luật|Thông\s+tư|Công\s+văn|Báo\s+cáo|Kết\s+luận|"
    r"Thông\s+báo)(?!\p{L}).*?(?=\s(?:được|bị|so\s+với)\s|$)"
)
_BEFORE_DOCUMENT = (" theo ", " tại ", " căn cứ ")
_TIMES = frozenset(("đầu", "cuối", "giữa", "đến nay", "nay", "hiện nay"))
"""What is left of `lũy kế từ đầu năm`: a time, no thing."""
_FRAMES = ("số lượng", "số")


@lru_cache(maxsize=4096)
def tidy(text: str, keep_head: bool = False) -> str:
    """One line without outer marks and dangling function words, at most `MAX_WORDS` words long."""
    text = text.replace("*", " ")
    if ")" in text or "]" in text:
        text = _NOTE.sub(" ", text)
    text = " ".join(text.split())
    if any(mark in text for mark in _MARKS_APART):
        text = _BLANK_BEFORE_MARK.sub(r"\1", text)
    if "(" in text:
        text = _BLANK_IN_BRACKET.sub("(", text)
    if text.count(",") > 1:
        text = _COMMAS.sub(",", text)
    if "(" in text:
        text = _EMPTY_BRACKET.sub("", text)
    previous = None
    while text != previous:
        previous = text
        if text[:1] not in _QUOTES or not _QUOTED.fullmatch(text):
            text = text.lstrip(_EDGE_BEFORE).rstrip(_EDGE_BEHIND)
        text = _DANGLING.sub("", text)
        if not keep_head and (leading := _LEADING.match(text)) is not None:
            text = text[leading.end() :]
    if text in _TIMES:
        return ""
    words = text.split()
    if len(words) > 5 and any(cue in text for cue in _BEFORE_DOCUMENT):
        shorter = _BY_DOCUMENT.sub("", text)
        text = shorter if len(shorter.split()) >= 3 else text
    opened, closed = text.count("("), text.count(")")
    if opened > closed:
        text = text[: text.rindex("(")].rstrip(" ,")
    elif closed > opened:
        text = (text[text.rindex(")") + 1 :] or text.replace(")", "")).strip(" ,")
    words = text.split()
    if len(words) > MAX_WORDS:
        text = " ".join(words[:MAX_WORDS]).lstrip(_EDGE_BEFORE).rstrip(_EDGE_BEHIND)
        text = _DANGLING.sub("", text)
    return lower_first(text)


def lower_first(text: str) -> str:
    """`Giá trị sản xuất` → `giá trị sản xuất`; names and abbreviations stay (`Hà Nội`, `GRDP`)."""
    words = text.split(" ", 2)
    if not words or not words[0] or not words[0][0].isupper() or (len(words[0]) > 1 and not words[0][1:].islower()):
        return text
    if len(words) > 1 and words[1][:1].isupper():
        return text
    return text[0].lower() + text[1:]


def join_tokens(text: str, tokens: Sequence[Token], dates: bool = False) -> str:
    """The text of `tokens` without the dates among them (and the prepositions that led to these)."""
    kept: list[str] = []
    end: int | None = None
    for token in tokens:
        if (
            token.kind == "date"
            and not dates
            and not (len(kept) > 1 and fold(" ".join(kept[-2:])) in ("so sánh", "cố định"))
        ):
            while kept and fold(kept[-1]) in cue_set("before_date"):
                kept.pop()
            end = None
            continue
        piece = text[token.start : token.end]
        # Marks keep their distance: `giám đốc/chủ`, `Trung ương - địa phương`.
        if kept and end == token.start:
            kept[-1] += piece
        else:
            kept.append(piece)
        end = token.end
    return " ".join(kept)


@cache
def connectives() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("connective"))


@cache
def measure_heads() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("measure_head"))


def first_run(tokens: Sequence[Token], table: Iterable[str], span: int = 5) -> int:
    """How many of the first tokens make the longest key of `table`; 0 where none does."""
    found, key = 0, ""
    for n, token in enumerate(tokens[:span], 1):
        if token.kind != "word":
            break
        key = f"{key} {token.key}" if key else token.key
        if key in table:
            found = n
    return found


def measure_run(tokens: Sequence[Token]) -> int:
    """How many of the first tokens name a measure; 0 where none do (`chi ngân sách`, but not `chi nhánh`)."""
    found = first_run(tokens, measure_heads())
    if found == 1 and len(tokens) > 1 and f"{tokens[0].key} {tokens[1].key}" in cue_set("noun_compound"):
        return 0
    return found


_NAMES = regex.compile(
    r"(?:(?:tỉnh|huyện|thành\s+phố|thị\s+xã|quận|xã|phường|tp\.?|bộ|sở|ngân\s+hàng|công\s+ty|công\s+an)\s+)?"
    r"(?:\p{Lu}[\p{L}.]*(?:\s+-)?(?:\s+|$))+(?:và\s+(?:\p{Lu}[\p{L}.]*(?:\s+|$))+)?"
)


_RANKED = Cue(
    r"^(?:tiếp\s+(?:đến|theo|đó)|kế\s+(?:đến|tiếp)|sau\s+đó|thấp\s+nhất|cao\s+nhất|dẫn\s+đầu|đứng\s+đầu|xếp\s+sau|thứ\s+hai)"
    r"\s+(?:là|thuộc\s+về)\s+(?:huyện\s+|tỉnh\s+|xã\s+|phường\s+)?",
    regex.IGNORECASE,
)


def without_rank(text: str) -> str:
    """`tiếp đến là Vị Xuyên` → `Vị Xuyên`."""
    found = _RANKED.match(text)
    return text if found is None else text[found.end() :]


def only_names(text: str) -> bool:
    """Whether a label is nothing but the name of a place or an organisation (`TP. Hồ Chí Minh`)."""
    if fold(text) in _places():
        return True
    return _NAMES.fullmatch(text) is not None and not (text.isupper() and " " not in text)


@cache
def _places() -> frozenset[str]:
    """Names of provinces, which some write with one capital (`Hải phòng`), and of countries (`Mỹ`)."""
    provinces = (row["name"] for row in read_table("provinces") if " " in row["name"])
    countries = (name for row in read_table("countries") for name in (row["name"], *split_cell(row["aliases"])))
    return frozenset(map(fold, (*provinces, *countries, *cues("region"))))


def measure_of(text: str) -> str:
    """The measure a text begins with (`dự toán kinh phí quan trắc …` → `dự toán kinh phí`), or nothing."""
    words = text.split()
    for n in range(min(4, len(words)), 0, -1):
        if fold(" ".join(words[:n])) in measure_heads() or is_bare(" ".join(words[:n])):
            return " ".join(words[:n])
    return ""


def stands_alone(text: str) -> bool:
    """Whether a subject names a measure itself (`kim ngạch xuất khẩu`), not only a part of one (`khu vực dịch vụ`)."""
    words = fold(text).split()
    least = 2 if " ".join(words[:2]) in cue_set("noun_compound") else 1
    return any(" ".join(words[:n]) in measure_heads() for n in range(least, 4))


@cache
def _bare() -> frozenset[str]:
    return frozenset(fold(text) for text in cues("bare_measure"))


@lru_cache(maxsize=4096)
def is_bare(text: str) -> bool:
    """Whether a label names only in what something is measured (`tốc độ tăng bình quân`), not what."""
    words = fold(text).split()
    at = 0
    while at < len(words):
        n = next((n for n in range(min(4, len(words) - at), 0, -1) if " ".join(words[at : at + n]) in _bare()), 0)
        if not n:
            return False
        at += n
    return True


_GROWTH = regex.compile(r"(?:tốc\s+độ\s+)?tăng\s+trưởng\s+|tốc\s+độ\s+tăng\s+", regex.IGNORECASE)
_ABBREVIATED = regex.compile(r"\((\p{Lu}{3,6})(?:\s*[-,][^()]*)?\)")


def compose(parent: str, part: str) -> str:
    """The label of a part of `parent`: `giá trị sản xuất công nghiệp` + `công nghiệp quốc doanh` →
    `giá trị sản xuất công nghiệp quốc doanh`; a part that stands alone stays alone."""
    if not parent or not part:
        return part or parent
    if stands_alone(part):
        return part
    if (short := _ABBREVIATED.search(parent)) is not None:
        # `tổng sản phẩm trên địa bàn (GRDP - giá so sánh 2010)`: the short name will do for a whole.
        said = _GROWTH.match(parent)
        parent = f"{said[0] if said else ''}{short[1]}"
    ours, theirs = part.split(), parent.split()
    keys, parent_keys = [fold(w.strip(",")) for w in ours], [fold(w.strip(",")) for w in theirs]
    if " ".join(keys) in " ".join(parent_keys):
        return part if len(keys) > 3 else parent
    if keys[0] in ("từ", "ở", "tại", "do", "sang", "vào", "tới", "của") and keys[0] in parent_keys[1:]:
        return " ".join([*theirs[: parent_keys.index(keys[0])], *ours])
    if len(theirs) > 12 and len(ours) > 1:
        # So long a text tells what happened, it names no measure.
        return part
    for n in range(min(len(keys), 6), 1, -1):
        for at in range(1, len(parent_keys) - n + 1):
            if parent_keys[at : at + n] == keys[:n]:
                # Only the conjunct that the part continues: `kim ngạch xuất khẩu và doanh thu dịch vụ`.
                begin = max((i + 1 for i in range(at) if parent_keys[i] == "và"), default=0)
                return " ".join([*theirs[begin:at], *ours])
    return f"{parent} {part}"


def last_piece(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens after the last comma, colon or semicolon."""
    cut = max((i + 1 for i, t in enumerate(tokens) if t.kind == "mark" and t.key in ",;:"), default=0)
    return tuple(tokens[cut:])


def ends_with(tokens: Sequence[Token], kind: str) -> tuple[int, str] | None:
    """The cue of `kind` that ends `tokens`: (index of its first word, key), or null."""
    table = cue_set(kind)
    return longest(tuple(tokens), len(tokens), table)


@cache
def cue_set(kind: str) -> frozenset[str]:
    return frozenset(fold(text) for text in cues(kind))
