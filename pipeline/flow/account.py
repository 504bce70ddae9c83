"""The account of a run: what became of every input, which documents the tables hold, and whether anything changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.errors import input_error
from pipeline.flow.discover import Discovery, LeftOut
from pipeline.flow.plan import Plan
from pipeline.schema import Row
from pipeline.store.cache import Cache, DocumentKey, FileRecord, Outcome, suffix_of
from pipeline.store.ledger import FileState, InputEntry, Status
from pipeline.store.maker import code_of_joining
from pipeline.store.selection import Place, Selection
from pipeline.tabulate import error_row


@dataclass(frozen=True, slots=True)
class Account:
    """What a run comes to."""

    selection: Selection
    entries: tuple[InputEntry, ...]
    """Every input, by path; then what is kept of earlier runs."""
    fresh: int
    """Inputs whose rows are new."""
    live: frozenset[tuple[str, str]]
    """(file_id, suffix) of the files whose rows the tables are made of."""
    content: str
    """Hash of all that the tables depend on: the same content, the same rows."""
    failed: tuple[tuple[str, str], ...]
    """(source, message) of every input that could not be done, by path."""

    @property
    def counts(self) -> dict[str, int]:
        """What `run.json` says about inputs; done, skipped and failed are what was seen."""
        by = Counter(entry.status for entry in self.entries)
        skipped = by["unchanged"] + by["duplicate"] + by["ignored"]
        return {
            "inputs_seen": by["done"] + skipped + by["failed"],
            "inputs_done": by["done"],
            "inputs_skipped": skipped,
            "inputs_failed": by["failed"],
            "inputs_unchanged": by["unchanged"],
            "inputs_duplicate": by["duplicate"],
            "inputs_ignored": by["ignored"],
            "inputs_kept": by["kept"],
        }

    @property
    def failures(self) -> dict[str, int]:
        """How many inputs failed with each code, most frequent first."""
        codes = Counter(str(entry.reason) for entry in self.entries if entry.status == "failed")
        return dict(sorted(codes.items(), key=lambda item: (-item[1], item[0])))


@dataclass(frozen=True, slots=True)
class _Input:
    source: str
    state: FileState
    outcome: Outcome
    record: FileRecord | None
    kept: bool
    key: DocumentKey | None
    """Of its document; null where it failed."""


def account_for(found: Discovery, plan: Plan, cache: Cache) -> Account:
    """Add up a run.

    Args:
        found: the inputs.
        plan: what is known about them, all files read.
        cache: what is known about bytes.
    """
    inputs = list(_inputs(plan, cache))
    inputs.sort(key=lambda i: (i.source, i.kept, i.state.path))
    first = _first_places(inputs)
    chosen: dict[Path, dict[str, Place]] = {}
    for doc_id, (key, places) in first.items():
        source, *others = sorted(set(places))
        chosen.setdefault(cache.documents[key], {})[doc_id] = Place(source, tuple(others))
    entries = [_entry(i, plan, first) for i in _told_once(inputs)]
    unreadable = [_unreadable(item) for item in found.unreadable]
    entries += (InputEntry(i.source, "failed", "unreadable_file") for i in found.unreadable)
    entries += (InputEntry(i.source, "ignored", i.reason) for i in found.ignored)
    entries.sort(key=lambda e: (e.status == "kept", e.source, e.status))
    errors = [*filter(None, map(_error, inputs)), *unreadable]
    live = frozenset((i.record.file_id, i.record.suffix) for i in inputs if i.record is not None)
    return Account(
        Selection.of(chosen, errors),
        tuple(entries),
        sum(entry.status == "done" for entry in entries),
        live,
        _content(inputs, first, errors),
        tuple(sorted(_failed(inputs, unreadable))),
    )


def _failed(inputs: list[_Input], unreadable: list[Row]) -> Iterator[tuple[str, str]]:
    yield from ((i.source, i.outcome.error["message"]) for i in inputs if i.outcome.error and not i.kept)
    yield from ((row["source"], row["message"]) for row in unreadable)


def _inputs(plan: Plan, cache: Cache) -> Iterator[_Input]:
    for states, kept in ((plan.states, False), (plan.kept, True)):
        for path, state in states.items():
            record = cache.records.get((state.file_id, suffix_of(state.file))) if state.file_id else None
            if path in plan.loose:
                outcomes: tuple[Outcome, ...] = tuple(plan.loose[path])
                record = None
            elif record is not None and cache.holds(record):
                outcomes = record.outcomes
            elif kept:
                # Its part of the cache is gone: nothing is left to write.
                continue
            else:
                outcomes = (_lost(),)
                record = None
            for outcome in outcomes:
                key = None if outcome.error or record is None else cache.key_of(record, outcome)
                made = replace(state, maker=record.maker.code) if record is not None else state
                yield _Input(state.file + outcome.inner, made, outcome, record, kept, key)


def _lost() -> Outcome:
    problem = input_error("unreadable_file")
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0).isoformat()
    told = {"stage": problem.stage, "error": problem.code, "message": problem.message, "failed_at": now}
    return Outcome("", None, told)


def _first_places(inputs: list[_Input]) -> dict[str, tuple[DocumentKey, list[str]]]:
    """doc_id → which of its stored rows count, and the paths it stands at."""
    found: dict[str, tuple[tuple[bool, str], DocumentKey, list[str]]] = {}
    for i in inputs:
        if i.key is None:
            continue
        doc_id = i.key[1]
        # Rows of the present version before those of an earlier one, whose file is gone; then the first path's.
        rank = (i.kept, i.source)
        if doc_id not in found:
            found[doc_id] = (rank, i.key, [i.source])
            continue
        best, key, sources = found[doc_id]
        sources.append(i.source)
        if i.key[0] != key[0] and rank < best:
            found[doc_id] = (rank, i.key, sources)
    return {doc_id: (key, sources) for doc_id, (_, key, sources) in found.items()}


def _told_once(inputs: list[_Input]) -> Iterator[tuple[_Input, bool]]:
    """Each input, and whether it is the one its document is listed under."""
    told: set[str] = set()
    for i in inputs:
        if i.key is None:
            yield i, True
            continue
        yield i, i.key[1] not in told
        told.add(i.key[1])


def _entry(told: tuple[_Input, bool], plan: Plan, first: Mapping[str, tuple[DocumentKey, list[str]]]) -> InputEntry:
    i, is_first = told
    status: Status
    reason = None
    if i.kept:
        status = "kept"
        reason = i.outcome.error["error"] if i.outcome.error else None
    elif i.outcome.error is not None:
        status, reason = "failed", i.outcome.error["error"]
    elif not is_first and i.key is not None:
        status, reason = "duplicate", min(first[i.key[1]][1])
    else:
        before = plan.before.get(i.state.path)
        same = before is not None and (before.file_id, before.maker) == (i.state.file_id, i.state.maker)
        status = "unchanged" if same else "done"
    return InputEntry(i.source, status, reason, i.outcome.doc_id, i.state)


def _error(i: _Input) -> Row | None:
    told = i.outcome.error
    if told is None:
        return None
    return error_row(
        i.source,
        i.outcome.doc_id,
        told["stage"],
        told["error"],
        told["message"],
        failed_at=dt.datetime.fromisoformat(told["failed_at"]),
    )


def _unreadable(item: LeftOut) -> Row:
    problem = input_error("unreadable_file")
    return error_row(item.source, None, problem.stage, problem.code, problem.message)


def _content(inputs: list[_Input], first: Mapping[str, tuple[DocumentKey, list[str]]], errors: list[Row]) -> str:
    documents = sorted([*key, *sorted(set(places))] for key, places in first.values())
    failures = sorted([str(row[name]) for name in ("source", "doc_id", "stage", "error", "message")] for row in errors)
    waiting = sorted({i.source for i in inputs if i.outcome.waits})
    told = json.dumps([code_of_joining(), documents, failures, waiting], ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


__all__ = ["Account", "account_for"]
