"""What a run did, for people: on the terminal, in Prefect's UI, and as the value of `pipeline.run`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROWS = (
    ("documents", "Văn bản", "documents"),
    ("references", "Lượt dẫn chiếu", "references"),
    ("directives", "Văn bản được dẫn", "directives"),
    ("dates", "Ngày tháng, thời kỳ", "dates"),
    ("organisations", "Tên tổ chức", "organisations"),
    ("indicators", "Chỉ tiêu", "indicators"),
    ("failures", "Lỗi", "failures"),
)
_FAILURES_SHOWN = 20


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
        width = max(len(f"{vi} / {en}") for _, vi, en in _ROWS)
        for name, vi, en in _ROWS:
            yield f"{f'{vi} / {en}':<{width}}  {getattr(self, name):>9,}"
        for source, message in self.failed[:_FAILURES_SHOWN]:
            yield f"  ! {source}: {message}"
        if self.failures > _FAILURES_SHOWN:
            yield f"  … {self.out}/errors.parquet"
        yield f"{'Thời gian / time':<{width}}  {self.seconds:>8.1f}s"
        yield f"{'Các bảng ở / tables in':<{width}}  {self.out}"

    def markdown(self) -> str:
        """The summary as a Markdown table and list."""
        table = ["| | |", "| --- | ---: |", *(f"| {vi} / {en} | {getattr(self, name):,} |" for name, vi, en in _ROWS)]
        failed = [f"- `{source}`: {message}" for source, message in self.failed[:_FAILURES_SHOWN]]
        return "\n".join([*table, "", *failed, *([""] if failed else []), f"`{self.out}`"])


def summary_of(
    out: Path, counts: Mapping[str, int], failed: Sequence[tuple[str, str]], seconds: float, flow_run_id: str
) -> RunSummary:
    """The summary of a run from its counts of rows by table."""
    return RunSummary(
        out=str(out),
        documents=counts["documents"],
        references=counts["document_references"],
        directives=counts["directives"],
        dates=counts["dates"],
        organisations=counts["organisations"],
        indicators=counts["indicators"],
        failed=tuple(failed),
        seconds=round(seconds, 2),
        flow_run_id=flow_run_id,
    )


def read_failures(out: Path) -> list[tuple[str, str]]:
    """(source, message) of every row of `errors`, in order of source."""
    import pyarrow.dataset as ds

    rows = ds.dataset(out / "errors.parquet", format="parquet").to_table(columns=["source", "message"]).to_pylist()
    return sorted((row["source"], row["message"]) for row in rows)
