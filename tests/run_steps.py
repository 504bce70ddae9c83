"""The steps of a run without Prefect and without sandboxes: what comes out must not depend on either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from pipeline import core, store
from pipeline.flow.account import Account, account_for
from pipeline.flow.batches import plan_batches
from pipeline.flow.discover import FoundFile, discover
from pipeline.flow.plan import make_plan
from pipeline.flow.summary import earlier_run
from pipeline.read.reader import Limits
from pipeline.schema import TABLES
from pipeline.store.cache import CACHE_FOLDER, FileResult, open_cache, store_batch
from pipeline.store.ledger import LEDGER, ledger_table, read_ledger
from pipeline.store.maker import Maker, this_maker
from pipeline.store.tidy import tidy
from pipeline.tabulate import DocumentRows

Extractor = Callable[[FoundFile], tuple[DocumentRows, ...]]


def honest(file: FoundFile) -> tuple[DocumentRows, ...]:
    """The rows of a file as the pipeline extracts them."""
    return tuple(core.extract_inputs(file.path, file.source))


class Steps:
    """Runs into one output folder.

    Attributes:
        read: sources that the last run extracted.
        wrote: whether it wrote the tables.
    """

    def __init__(self, inputs: Path, out: Path, extract: Extractor = honest) -> None:
        self.inputs, self.out, self.extract = inputs, out, extract
        self.read: list[str] = []
        self.wrote = False
        self.maker: Maker = this_maker(Limits())

    def run(self, *, prune: bool = False, retry_failed: bool = False) -> Account:
        """One run."""
        self.read = []
        found = discover([self.inputs], self.out)
        cache = open_cache(self.out / CACHE_FOLDER, self.maker)
        plan = make_plan(found, read_ledger(self.out), prune=prune, max_bytes=2**20, threads=1)
        todo = plan.open_files(cache, self.maker, retry_failed=retry_failed)
        while todo:
            for batch in plan_batches(todo, 2):
                results = []
                for file in batch.files:
                    self.read.append(file.source)
                    rows = self.extract(file)
                    file_id = None
                    if Path(file.path).exists():
                        file_id = core.document_id(Path(file.path).read_bytes())
                    results.append(FileResult(file.path, file.source, file_id, rows))
                stored = store_batch(results, cache.folder, self.maker)
                for part in stored.parts:
                    cache.add(part, self.maker)
                plan.take(batch.files, stored)
            todo = plan.open_files(cache, self.maker, retry_failed=False)
        account = account_for(found, plan, cache)
        info = {**account.counts, "content": account.content}
        counts = earlier_run(self.out, account.content)
        extra = {LEDGER: ledger_table(account.entries)}
        self.wrote = counts is None
        if counts is None:
            store.write_linked(store.link(account.selection), self.out, info, extra)
        else:
            store.write_run_info(self.out, info, counts, extra)
        tidy(cache, account.live)
        return account

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables, sorted; without the moment of failure."""
        return rows_of(self.out)


def rows_of(out: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables of a run, sorted; without the moment of failure."""
    found = {}
    for name in TABLES:
        rows = ds.dataset(out / f"{name}.parquet", format="parquet").to_table().to_pylist()
        found[name] = sorted(
            ({key: value for key, value in row.items() if key != "failed_at"} for row in rows), key=repr
        )
    return found
