"""What a run did, for people: on the terminal, in Prefect's UI, and as the value of `pipeline.run`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.schema import TABLES
from pipeline.store.index import all_there
from pipeline.wording import LANGUAGES, Language, number

if TYPE_CHECKING:
    from pipeline.flow.account import Account

_ROWS = (
    ("documents", "Văn bản", "documents"),
    ("references", "Lượt dẫn chiếu", "references"),
    ("directives", "Văn bản được dẫn", "directives"),
    ("dates", "Ngày tháng, thời kỳ", "dates"),
    ("organisations", "Tên tổ chức", "organisations"),
    ("indicators", "Chỉ tiêu", "indicators"),
)
_INPUTS = (
    ("inputs_done", "Đọc lần này", "done in this run"),
    ("inputs_unchanged", "Không đổi", "unchanged"),
    ("inputs_duplicate", "Bản sao", "duplicates"),
    ("inputs_ignored", "Bỏ qua theo quy tắc", "left out by rule"),
    ("inputs_kept", "Giữ từ lần trước (--prune bỏ đi)", "kept from before (--prune drops)"),
    ("inputs_failed", "Lỗi", "failures"),
)
_ALWAYS_SHOWN = frozenset({"inputs_done", "inputs_failed"})
_FAILURES_SHOWN = 20
_MISMATCHES_SHOWN = 10
_SENTENCE_SHOWN = 200
CONTRACT_FILES = (
    *(f"{name}.parquet" for name in TABLES), "chitieu.duckdb", "indicators.csv", "document_references.csv"
)  # fmt: skip
"""What a run writes besides `run.json`."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """Counts of one run, and what failed."""

    out: str
    """Folder the tables are in."""
    documents: int
    references: int
    directives: int
    dates: int
    organisations: int
    indicators: int
    failed: tuple[tuple[str, str], ...]
    """(source, message) of every input that could not be done."""
    seconds: float
    """Wall time of the flow."""
    flow_run_id: str = ""
    """Prefect's id of the run."""
    inputs: Mapping[str, int] = field(default_factory=dict)
    """What became of the inputs, as in `run.json`: `inputs_seen` is `inputs_done`, `inputs_skipped` and
    `inputs_failed` together."""
    codes: Mapping[str, int] = field(default_factory=dict)
    """How many inputs failed with each code."""
    mismatches: int = 0
    """How many numbers contradict the numbers they are linked with, of those that nobody has decided upon."""
    mismatched: tuple[Mapping[str, Any], ...] = ()
    """The first of them, as `mismatches.shown` in `run.json`."""
    mismatches_reviewed: int = 0
    """How many more there are that a person has accepted, corrected or rejected."""

    @property
    def failures(self) -> int:
        """How many inputs could not be done."""
        return len(self.failed)

    @property
    def ok(self) -> bool:
        """Whether all inputs were done."""
        return not self.failed

    def lines(self) -> Iterator[str]:
        """The summary as lines of plain text, in Vietnamese and English."""
        rows = [(f"{vi} / {en}", f"{count}") for vi, en, count in self._counts()]
        rows += [("Thời gian / time", f"{self.seconds:.1f}s")]
        place = "Các bảng ở / tables in"
        width = max(len(place), *(len(name) for name, _ in rows))
        yield from (f"{name:<{width}}  {value:>9}" for name, value in rows[:-1])
        for code, count in self.codes.items():
            yield f"    {code}  {count}"
        for source, message in self.failed[:_FAILURES_SHOWN]:
            yield f"  ! {source}: {message}"
        if self.failures > _FAILURES_SHOWN:
            yield f"  … {self.out}/errors.parquet"
        if self.mismatches or self.mismatches_reviewed:
            name = "Số liệu không khớp / numbers that contradict"
            yield f"{name:<{width}}  {self.mismatches:>9}"
        if self.mismatches_reviewed:
            yield f"    + {self.mismatches_reviewed} đã rà soát / reviewed"
        for found in self.mismatched[:_MISMATCHES_SHOWN]:
            yield from _mismatch(found)
        if self.mismatches > _MISMATCHES_SHOWN:
            yield f"  … {self.out}/run.json"
        name, value = rows[-1]
        yield f"{name:<{width}}  {value:>9}"
        yield f"{place:<{width}}  {self.out}"

    def _counts(self) -> Iterator[tuple[str, str, int]]:
        yield from ((vi, en, getattr(self, name)) for name, vi, en in _ROWS)
        for name, vi, en in _INPUTS:
            count = self.inputs.get(name, 0)
            if count or name in _ALWAYS_SHOWN:
                yield vi, en, count

    def markdown(self) -> str:
        """The summary as a Markdown table and list."""
        table = ["| | |", "| --- | ---: |", *(f"| {vi} / {en} | {count:,} |" for vi, en, count in self._counts())]
        failed = [f"- `{source}`: {message}" for source, message in self.failed[:_FAILURES_SHOWN]]
        failed += [f"- {' '.join(_mismatch(found)).strip()}" for found in self.mismatched[:_MISMATCHES_SHOWN]]
        return "\n".join([*table, "", *failed, *([""] if failed else []), f"`{self.out}`"])


def _mismatch(found: Mapping[str, Any]) -> Iterator[str]:
    """One contradiction in two lines: where, what and both numbers; and the sentence."""
    place = found["source"] if found["page"] is None else f"{found['source']}, tr. {found['page']}"
    both = [
        f"{_number(found['value'], language)} ≠ {_number(found['computed'], language)} {found['unit'] or ''}".rstrip()
        for language in LANGUAGES
    ]
    yield f"  ≠ {place}: {found['label']}: {' / '.join(dict.fromkeys(both))}"
    sentence = " ".join(str(found["sentence"]).split())
    at = max(0, sentence.find(str(found["surface"])) - _SENTENCE_SHOWN // 2)
    shown = sentence[at : at + _SENTENCE_SHOWN]
    yield f"    {'…' if at else ''}{shown}{'…' if at + _SENTENCE_SHOWN < len(sentence) else ''}"


def _number(value: float | None, language: Language) -> str:
    return "?" if value is None else number(value, language)


def mismatches_told(out: Path) -> tuple[int, tuple[Mapping[str, Any], ...], int]:
    """The contradictions of a run's tables: how many nobody has decided upon, the first of them, how many people have.

    Where nobody has decided upon anything, as `run.json` tells.
    """
    from pipeline.review.decisions import decisions_file

    count, shown = _mismatches_recorded(out)
    if not count or not decisions_file(out).exists():
        return count, shown, 0
    from pipeline.review.overlay import open_reviewed
    from pipeline.store.mismatches import SHOWN, mismatches

    with closing(open_reviewed(out)) as base:
        base.execute("CREATE TEMP VIEW open_indicators AS SELECT * FROM indicators WHERE review_status IS NULL")
        (left,) = base.execute("SELECT count(*) FROM open_indicators WHERE arithmetic = 'mismatch'").fetchall()[0]
        return int(left), tuple(asdict(m) for m in mismatches(base, SHOWN, "open_indicators")), count - int(left)


def _mismatches_recorded(out: Path) -> tuple[int, tuple[Mapping[str, Any], ...]]:
    try:
        told = json.loads((out / "run.json").read_text(encoding="utf-8"))["mismatches"]
        return int(told["count"]), tuple(told["shown"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ()


def summary_of(
    out: str,
    counts: Mapping[str, int],
    account: Account,
    seconds: float,
    flow_run_id: str,
    mismatches: tuple[int, tuple[Mapping[str, Any], ...], int] = (0, (), 0),
) -> RunSummary:
    """The summary of a run from its counts of rows by table, its account, and `mismatches_told`."""
    return RunSummary(
        out=out,
        documents=counts["documents"],
        references=counts["document_references"],
        directives=counts["directives"],
        dates=counts["dates"],
        organisations=counts["organisations"],
        indicators=counts["indicators"],
        failed=tuple(account.failed),
        seconds=round(seconds, 2),
        flow_run_id=flow_run_id,
        inputs=account.counts,
        codes=account.failures,
        mismatches=mismatches[0],
        mismatched=mismatches[1],
        mismatches_reviewed=mismatches[2],
    )


def earlier_run(out: Path, content: str, *, complete: bool | None = None) -> Mapping[str, int] | None:
    """Rows by table of the run that wrote what lies in a folder; null where that is not all there, or not the same.

    Args:
        out: the output folder.
        content: hash of what the tables should be made of.
        complete: whether it is all there, where that is known otherwise.
    """
    try:
        record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if complete is None:
        complete = all((out / name).exists() for name in CONTRACT_FILES) and all_there(out)
    if record.get("content") != content or not complete:
        return None
    return {str(name): int(count) for name, count in record["counts"].items()}
