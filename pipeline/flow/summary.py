"""What a run did, for people: on the terminal, in Prefect's UI, and as the value of `pipeline.run`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.schema import TABLES

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
        rows = [(f"{vi} / {en}", f"{count:,}") for vi, en, count in self._counts()]
        rows += [("Thời gian / time", f"{self.seconds:.1f}s")]
        place = "Các bảng ở / tables in"
        width = max(len(place), *(len(name) for name, _ in rows))
        yield from (f"{name:<{width}}  {value:>9}" for name, value in rows[:-1])
        for code, count in self.codes.items():
            yield f"    {code}  {count:,}"
        for source, message in self.failed[:_FAILURES_SHOWN]:
            yield f"  ! {source}: {message}"
        if self.failures > _FAILURES_SHOWN:
            yield f"  … {self.out}/errors.parquet"
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
        return "\n".join([*table, "", *failed, *([""] if failed else []), f"`{self.out}`"])


def summary_of(out: str, counts: Mapping[str, int], account: Account, seconds: float, flow_run_id: str) -> RunSummary:
    """The summary of a run from its counts of rows by table and its account."""
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
        complete = all((out / name).exists() for name in CONTRACT_FILES)
    if record.get("content") != content or not complete:
        return None
    return {str(name): int(count) for name, count in record["counts"].items()}
