"""The noun phrase that a number is said of, out of all the words before its verb."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.indicators.heads import Token, actions, changes
from extractors.indicators.labels import connectives, cue_set, first_run, is_bare, measure_run
from extractors.indicators.lexicon import cues, fold


def subject_tokens(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The noun phrase that a verb of level or change is said of, out of all that stands before the verb."""
    made = _made(tokens)
    if made is not None:
        return _before_verb(tuple(tokens[made:]))
    tokens = _strip_lead(_strip_adverbial(tokens))
    tokens = _after_conjunction(tokens)
    if (measure := _after_with(tokens)) is not None:
        return _before_verb(tokens[measure:])
    commas = [i for i, t in enumerate(tokens) if t.kind == "mark" and t.key in ",:" and not _is_pair(tokens, i)]
    # Where a piece begins with a measure, the phrase begins there (`tỷ lệ cán bộ, công chức, viên chức nữ`).
    for i in (*reversed(commas), -1):
        tail = _strip_lead(tokens[i + 1 :])
        if (measure_run(tail) and len(tail) > 1) or (leading_change(tail) and i == -1):
            return _before_verb(_strip_change(tail))
    if (
        commas
        and all(t.kind != "date" for t in tokens)
        and len([t for t in tokens[: commas[-1]] if t.kind == "word"]) <= 4
    ):
        # `khu vực nông, lâm nghiệp và thủy sản`: too short to be a clause of its own.
        return _before_verb(_strip_change(tokens))
    for i in reversed(commas):
        tail = _strip_lead(tokens[i + 1 :])
        words = [t for t in tail if t.kind != "mark"]
        if not words:
            continue
        # A short piece after a comma continues a list of nouns (`nông, lâm, ngư nghiệp`).
        before = [t for t in tokens[:i] if t.kind != "date"]
        if (
            not before
            or tokens[i].key == ":"
            or len([t for t in words if t.kind == "word"]) >= 4
            or tokens[i - 1].kind == "date"
        ):
            return _before_verb(_strip_change(tail))
    return _before_verb(_strip_change(tokens))


@cache
def _clause_openers() -> frozenset[str]:
    """What opens a clause behind a comma, where a noun would go on with a list."""
    kinds = ("connective", "adverb", "level", "exist", "share", "index", "change", "measure_head", "local_noun")
    return frozenset(fold(text) for kind in (*kinds, "clause_opener") for text in cues(kind))


def opens_clause(tokens: Sequence[Token], verbal: bool = False) -> bool:
    """Whether words behind a comma begin a clause, rather than name one more thing of a list.

    Args:
        tokens: of the piece behind the comma.
        verbal: whether the list is one of doings (`khiếu nại, tố cáo`), so that a verb goes on with it.
    """
    if first_run(tokens, _clause_openers()):
        return True
    return not verbal and first_run(tokens, actions(), 3) > 0


def _made(tokens: Sequence[Token]) -> int | None:
    """Index behind `làm giảm`, `làm tăng`: what follows is what changed."""
    for i in range(len(tokens) - 2, 0, -1):
        if tokens[i].kind == "mark" and tokens[i].key in ",;:":
            return None
        if tokens[i - 1].key in ("làm", "giúp", "kéo") and tokens[i].key in ("giảm", "tăng"):
            return i + 1
    return None


def _after_with(tokens: tuple[Token, ...]) -> int | None:
    """Index behind the last `với` that brings in a measure (`công bố báo cáo với doanh thu thuần`)."""
    for i in range(len(tokens) - 2, 0, -1):
        if tokens[i].kind == "mark" and tokens[i].key in ",;:":
            return None
        if tokens[i].key == "với" and tokens[i - 1].key not in cue_set("not_before_with"):
            if tokens[i + 1].key == "mức" and is_bare(" ".join(t.key for t in tokens[i + 1 :])) and i > _CLAUSE:
                # `tiền lương của công nhân ổn định với mức bình quân 5 triệu đồng`
                return None
            return i + 1 if len(tokens) - i > 2 and measure_run(tokens[i + 1 :]) else None
    return None


def _after_conjunction(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The main clause: what follows the last `nhưng`, `nên`, `thì`; or `là` before a measure."""
    for i in range(len(tokens) - 2, 0, -1):
        if tokens[i - 1].key == "cho" and tokens[i].key in ("biết", "hay", "rằng"):
            return _strip_lead(tokens[i + 1 :]) or tokens
        if tokens[i].key == "như" and tokens[i - 1].key not in cue_set("not_before_as"):
            # `nhiều tiêu chí đạt tỷ lệ cao như tiêu chí thu nhập`
            several = any(t.key in ("nhiều", "các", "những", "số", "loạt") for t in tokens[:i])
            if several and tokens[i + 1].key not in cue_set("not_after_as"):
                return _strip_lead(tokens[i + 1 :]) or tokens
        if tokens[i].key in cue_set("conjunction") or (tokens[i].key == "là" and measure_run(tokens[i + 1 :])):
            return _strip_lead(tokens[i + 1 :]) or tokens
    return tokens


_EXTREMES = [[verb, "mức", extreme, "nhất"] for verb in ("có", "ở", "đạt") for extreme in ("cao", "thấp")]


def _before_verb(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Cut `doanh thu tư vấn cũng tăng vượt trội` before its own verb, `giá gạo có mức cao nhất` before its extreme."""
    if len(tokens) > 4 and [t.key for t in tokens[-4:]] in _EXTREMES:
        return tokens[:-4]
    for i in range(1, len(tokens)):
        if tokens[i].kind != "word":
            continue
        if tokens[i].key == "mà" and i >= 2 and tokens[i + 1 : i + 2] and tokens[i + 1].key in ("chủ", "phần", "đa"):
            # `khoản lợi nhuận khác mà chủ yếu là thanh lý tài sản`
            return tokens[:i]
        two = " ".join(t.key for t in tokens[i : i + 2])
        if (tokens[i].key in cue_set("auxiliary") or two in cue_set("auxiliary")) and i >= 2:
            doing = tokens[i + (1 if tokens[i].key in cue_set("auxiliary") else 2) :]
            if len(doing) > 2 and first_run(doing, actions(), 3) and not measure_run(tokens):
                # `toàn tỉnh đã giải ngân vốn đầu tư công đạt 70%`: what was done is what was reached.
                return doing
            if not measure_run(tokens) and (measure := _moved(doing) or _named_last(doing)):
                return measure
            if (
                tokens[0].key in ("tỷ", "tỉ")
                and tokens[i].key in ("đã", "được")
                and not any(t.key in changes() for t in doing)
            ):
                # `tỷ lệ lao động đã qua đào tạo có chứng chỉ đạt 37%`: of whom the rate is.
                continue
            return tokens[:i]
        if tokens[i].key in ("chưa", "không") and i + 1 < len(tokens) and tokens[i + 1].key in changes():
            return tokens[:i]
    return tokens


def _moved(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`đặt mục tiêu tăng tỷ lệ cung ứng …` → `tỷ lệ cung ứng …`: the measure behind a verb of change, or nothing."""
    for i in range(1, min(len(tokens) - 1, 8)):
        if tokens[i].kind == "mark":
            break
        if tokens[i - 1].key in changes() and measure_run(tokens[i:]):
            return tokens[i:]
    return ()


def _named_last(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`đã đạt nhiều kết quả đáng ghi nhận tỷ lệ tốt nghiệp …` → `tỷ lệ tốt nghiệp …`: a measure that no word leads
    into, or nothing."""
    for i in range(2, len(tokens) - 1):
        if tokens[i].key in cue_set("measure_opener") and measure_run(tokens[i:]) and tokens[i - 1].kind == "word":
            return () if tokens[i - 1].key in cue_set("leads_into") else tokens[i:]
    return ()


def _is_pair(tokens: Sequence[Token], comma: int) -> bool:
    """Whether a comma stands within a compound (`xuất, nhập khẩu`)."""
    if not 0 < comma < len(tokens) - 1:
        return False
    return f"{tokens[comma - 1].key}, {tokens[comma + 1].key}" in cue_set("comma_pair")


_CLAUSE = 4
"""Words that may be a clause."""


def _strip_adverbial(tokens: Sequence[Token]) -> Sequence[Token]:
    if first_run(tokens, cue_set("adverbial_opener"), 2):
        comma = next((i for i, t in enumerate(tokens) if t.kind == "mark" and t.key == ","), None)
        if comma is not None:
            after = tokens[comma + 1 :]
            # `Theo báo cáo của Bộ, đến ngày 19/11 đã có …`: nothing but the time is left.
            if not all(t.kind in ("mark", "date") or t.key in cue_set("before_date") for t in after):
                return after
            # `Sau khi bố trí vốn năm 2019, đến nay nợ đọng đã giảm, còn …`: the time may have closed the adverbial.
            dated = max((i for i in range(comma) if tokens[i].kind == "date"), default=comma)
            told = tokens[dated + 1 : comma]
            return told if len(told) >= _CLAUSE and not after else ()
    return tokens


def _strip_lead(tokens: Sequence[Token]) -> tuple[Token, ...]:
    tokens = tuple(tokens)
    while tokens:
        if tokens[0].kind in ("date", "mark"):
            tokens = tokens[1:]
            continue
        n = first_run(tokens, connectives())
        if not n or (n == 1 and tokens[0].key in ("tăng", "giảm") and len(tokens) > 1) or measure_run(tokens) >= n:
            break
        tokens = tokens[n:]
    return tokens


def _strip_change(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`Giảm tỷ lệ hộ nghèo` → `tỷ lệ hộ nghèo`; `tăng trưởng kinh tế` stays."""
    for n in (2, 1):
        if len(tokens) > n and " ".join(t.key for t in tokens[:n]) in changes():
            rest = tokens[n:]
            if measure_run(rest) and not measure_run(tokens):
                return rest
    return tokens


def leading_change(tokens: Sequence[Token]) -> int:
    """Direction of a verb of change that heads the phrase (`giảm tỷ lệ sinh`), else 0."""
    if (made := _made(tokens)) is not None:
        return changes()[tokens[made - 1].key]
    tokens = _strip_lead(tokens)
    commas = [i for i, t in enumerate(tokens) if t.kind == "mark" and t.key == ","]
    if commas:
        tokens = _strip_lead(tokens[commas[-1] + 1 :]) or tokens
    if " ".join(t.key for t in tokens[:2]) in cue_set("no_change"):
        return 0
    for n in (2, 1):
        if len(tokens) > n and (sign := changes().get(" ".join(t.key for t in tokens[:n]))):
            return 0 if measure_run(tokens) >= n else sign
    return 0
