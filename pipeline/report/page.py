"""The page itself: charts drawn, texts escaped, both languages in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex
from markupsafe import Markup, escape

from pipeline.charts import Bar, Target, bars, targets
from pipeline.report.gather import N_CHANGED, N_FAILURES, N_MISMATCHES, SENTENCE, Story, gather
from pipeline.review.decisions import REVIEWABLE, Decision
from pipeline.review.fields import fields
from pipeline.schema import Row
from pipeline.wording import LANGUAGES, Language, edtf, heading, indicator_name, moment, named, number

if TYPE_CHECKING:
    import duckdb

_STATUS_MARKS = {"reports_results": "●●●", "implements": "●●", "cites": "●", "not_found": "·"}


def write_report(connection: duckdb.DuckDBPyConnection, target: Path, language: Language = "vi") -> dict[str, int]:
    """Write the page of a run: one file that opens from anywhere and loads nothing.

    Args:
        connection: of `pipeline.review.open_reviewed`.
        target: the `.html` file, replaced if it is there.
        language: in which it opens; it holds both.

    Returns:
        nothing that could be counted.
    """
    target.write_text(render_report(gather(connection), language), encoding="utf-8")
    return {}


def render_report(story: Story, language: Language = "vi") -> str:
    """The page as HTML."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"cut": cut, "both": both_of}
    from pipeline.compliance.words import STATUS_MEANINGS, STATUS_WORDS

    return environment.get_template("report.html").render(
        story=story,
        language=language,
        charts=_charts(story),
        moment=moment,
        named=_named,
        h=_heading,
        both=both,
        num=_number,
        changes=_changes,
        period=lambda value: both(edtf(value, "vi"), edtf(value, "en")),
        directive=_directive,
        marks=_STATUS_MARKS,
        status_words=STATUS_WORDS,
        status_meanings=STATUS_MEANINGS,
        evidence_sentence=evidence_sentence,
        most={"changed": N_CHANGED, "failures": N_FAILURES, "mismatches": N_MISMATCHES},
    )


def both(vi: object, en: object) -> Markup:
    """Words in both languages, of which the page shows one; escaped here."""
    if vi == en:
        return escape(vi)
    return Markup('<span lang="vi">{}</span><span lang="en">{}</span>').format(vi, en)


def both_of(words: dict[str, str]) -> Markup:
    """As `both`, of a pair by language."""
    return both(words["vi"], words["en"])


def _number(value: float | None) -> Markup:
    return Markup("") if value is None else both(number(value, "vi"), number(value, "en"))


def _named(kind: str, code: str) -> Markup:
    return both(named(kind, code, "vi"), named(kind, code, "en"))


def _heading(name: str) -> Markup:
    return both(heading(name, "vi"), heading(name, "en"))


_TOLD_OF_REJECTED = ("label", "value", "unit", "symbol", "name", "edtf")
_CODED = {"role": "role", "kind": "kind", "relation": "relation", "org_type": "org_type", "level": "level"}


def _changes(decision: Decision) -> list[tuple[Markup, Markup, Markup]]:
    """What a decision changed, for people: field, what was, what is; columns that follow from others are left out."""
    if decision.table not in REVIEWABLE:
        return []
    told = []
    names = _TOLD_OF_REJECTED if decision.action == "reject" else decision.changes
    for column in fields(decision.table):
        if column.name not in names:
            continue
        was, now = (
            _cell(decision.table, column.name, of.get(column.name)) for of in (decision.before, decision.changes)
        )
        if was != now:
            told.append((_heading(column.name), was, now))
    return told


def _cell(table: str, name: str, value: object) -> Markup:
    if value is None or value == []:
        return Markup("")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _number(value) if name != "year" else escape(value)
    group = "date_kind" if (table, name) == ("dates", "kind") else _CODED.get(name)
    return _named(group, str(value)) if group else escape(value)


def _directive(row: Row) -> str:
    """How a directive is called: its symbol, or its title."""
    return str(row["symbol"] or row["title"] or row["directive_id"])


def cut(text: str | None, length: int = SENTENCE) -> str:
    """A text on one line, cut at `length` characters."""
    line = " ".join((text or "").split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def evidence_sentence(sentence: str | None, surface: str | None) -> Markup:
    """A sentence with the words marked that it is about, cut around them where it is long."""
    line, words = " ".join((sentence or "").split()), " ".join((surface or "").split())
    # `5` is not the 5 of 15.
    found = regex.search(rf"(?<![\p{{L}}\d.,]){regex.escape(words)}(?![\p{{L}}\d])", line) if words else None
    at = found.start() if found else line.find(words) if words else -1
    if at < 0:
        return escape(cut(line))
    left = max(0, at - SENTENCE // 2)
    right = min(len(line), at + len(words) + SENTENCE // 2)
    before, after = line[left:at], line[at + len(words) : right]
    return Markup("{}{}<mark>{}</mark>{}{}").format(
        "…" if left else "", before, words, after, "…" if right < len(line) else ""
    )


def _drawn(draw: Callable[[Language, int], str]) -> Markup:
    """A chart in both languages, for wide screens and paper, and for narrow screens; the page shows one of them."""
    # What draws charts escapes all it is given.
    return Markup("").join(
        Markup(f'<div lang="{language}"><div class="{size}">{draw(language, width)}</div></div>')
        for language in LANGUAGES
        for size, width in _WIDTHS.items()
    )


_WIDTHS = {"wide": 620, "narrow": 330}


def _charts(story: Story) -> dict[str, Any]:
    def ranked(rows: Sequence[tuple[Any, int]], vi: str, en: str) -> Markup:
        given = [Bar(str(name), float(n)) for name, n in rows]
        return _drawn(lambda lang, width: bars(given, width=width, language=lang, title=vi if lang == "vi" else en))

    def kinds(language: Language, width: int) -> str:
        given = [Bar(named("doc_kind", k, language), float(n)) for k, n in story.by_kind]
        return bars(
            given,
            width=width,
            language=language,
            title="Văn bản theo thể loại" if language == "vi" else "Documents by kind",
        )

    def codes(language: Language, width: int) -> str:
        given = [Bar(indicator_name(row["indicator_code"], language), float(row["n"])) for row in story.things]
        return bars(
            given,
            width=width,
            language=language,
            title="Chỉ tiêu có nhiều số liệu nhất" if language == "vi" else "Indicators with most numbers",
        )

    def wanted(language: Language, width: int) -> str:
        given = [
            Target(f"{row['province'] or row['source']}: {row['label']}", 100.0, 100.0 * row["result"] / row["target"])
            for row in story.targets
        ]
        names = ("kết quả", "chỉ tiêu (100%)") if language == "vi" else ("result", "target (100%)")
        return targets(given, names, width=width, language=language, unit="%", title=" / ".join(names))

    def value_chart(rows: Sequence[Row]) -> Markup:
        def draw(language: Language, width: int) -> str:
            given = [
                Bar(f"{row['province']} ({edtf(row['period'], language) or '?'})", row["value"],
                    note=cut(row["sentence"], 200))
                for row in rows
            ]  # fmt: skip
            name = rows[0]["indicator" if language == "vi" else "indicator_en"]
            return bars(given, width=width, language=language, title=name, unit=rows[0]["unit"] or "")

        return _drawn(draw)

    return {
        "provinces": ranked(story.by_province, "Văn bản theo tỉnh", "Documents by province"),
        "years": ranked(story.by_year, "Văn bản theo năm", "Documents by year"),
        "kinds": _drawn(kinds),
        "directives": ranked(
            [(_directive(row), row["n_documents"]) for row in story.directives], "Văn bản được dẫn nhiều nhất",
            "Most cited directives",
        ),
        "things": _drawn(codes),
        "targets": _drawn(wanted),
        "values": [value_chart(rows) for _, rows in story.values],
    }  # fmt: skip
