"""What `chitieu review` does: the queue on a terminal, decisions from the command line, gold from what was reviewed."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.commands import UsageError
from pipeline.places import local_run
from pipeline.review.anchor import occurrences
from pipeline.review.decisions import REVIEWABLE, Decision, DecisionError, read_decisions, withdraw
from pipeline.review.fields import fields
from pipeline.review.gold import export_gold
from pipeline.review.overlay import open_reviewed
from pipeline.review.queue import REASONS, QueueItem, queue, queue_counts
from pipeline.review.record import Proposal, record, rows_of_id
from pipeline.review.state import orphans, status

if TYPE_CHECKING:
    import duckdb


def review(arguments: argparse.Namespace) -> None:
    """Do what is asked; without a decision, print the queue.

    Raises:
        UsageError: it cannot be done; says why.
    """
    out = arguments.out
    for reason in arguments.reason:
        if reason not in REASONS:
            known = ", ".join(REASONS)
            raise UsageError(f"không có lý do {reason}; có: {known}", f"no reason {reason}; there are: {known}")
    try:
        if arguments.fields:
            _print_fields()
        elif arguments.undo:
            decision = withdraw(out, arguments.undo, _who(arguments), arguments.why)
            print(f"Đã rút lại {decision.target} / withdrawn: {decision.target}")
        elif arguments.decisions:
            _print_decisions(local_run(out), arguments.json)
        else:
            connection = open_reviewed(out)
            try:
                _with_run(connection, out, arguments)
            finally:
                connection.close()
    except DecisionError as error:
        raise UsageError(error.vi, error.en) from error
    except OSError as error:
        name = error.filename or out
        raise UsageError(f"không ghi được {name}", f"cannot write {name}") from error


def _with_run(connection: duckdb.DuckDBPyConnection, out: str, arguments: argparse.Namespace) -> None:
    if arguments.gold:
        _write_gold(connection, Path(arguments.gold), arguments.partial)
    elif arguments.done:
        doc_id = _document(connection, arguments.done)
        _tell(record(out, Proposal("documents", "complete", _who(arguments), arguments.why, doc_id=doc_id), connection))
    elif arguments.accept or arguments.reject:
        row_id = arguments.accept or arguments.reject
        action: Any = "accept" if arguments.accept else "reject"
        _tell(record(out, _proposal(connection, action, row_id, {}, arguments), connection))
    elif arguments.correct:
        row_id, *pairs = arguments.correct
        _tell(record(out, _proposal(connection, "correct", row_id, _assigned(pairs), arguments), connection))
    elif arguments.add:
        _tell(record(out, _addition(connection, arguments), connection))
    elif arguments.json:
        for item in queue(connection, arguments.limit, arguments.reason):
            print(json.dumps(as_record(item), ensure_ascii=False, default=str))
    else:
        _print_queue(connection, arguments.limit, arguments.reason)


def _who(arguments: argparse.Namespace) -> str:
    if arguments.who is not None:
        return str(arguments.who)
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _assigned(pairs: Sequence[str]) -> dict[str, str]:
    changes = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise UsageError(f"“{pair}” không có dạng TRƯỜNG=GIÁ TRỊ", f"“{pair}” is not FIELD=VALUE")
        changes[name.strip()] = value
    return changes


def _proposal(
    connection: duckdb.DuckDBPyConnection,
    action: Any,
    row_id: str,
    changes: dict[str, str],
    arguments: argparse.Namespace,
) -> Proposal:
    table = _table_of(connection, row_id)
    return Proposal(table, action, _who(arguments), arguments.why, row_id=row_id, changes=changes)


def _addition(connection: duckdb.DuckDBPyConnection, arguments: argparse.Namespace) -> Proposal:
    """The row that `--add TABLE SOURCE WORDS FIELD=VALUE …` describes; the words tell its place."""
    if len(arguments.add) < 3:
        raise UsageError("--add cần bảng, tệp và nguyên văn", "--add needs a table, a file and the words")
    table, source, words, *pairs = arguments.add
    doc_id = _document(connection, source)
    text = connection.execute("SELECT text FROM documents WHERE doc_id = ?", [doc_id]).fetchall()[0][0]
    spans = list(occurrences(text, words))
    if len(spans) != 1:
        raise UsageError(
            f"“{words}” có {len(spans)} lần trong {source}; hãy chọn chữ trong chitieu serve"
            if spans
            else f"{source} không có chữ “{words}”; nguyên văn phải chép đúng",
            f"“{words}” stands {len(spans)} times in {source}; select the words in chitieu serve"
            if spans
            else f"{source} does not hold “{words}”; the words must be copied exactly",
        )
    ((start, end),) = spans
    return Proposal(
        table, "add", _who(arguments), arguments.why, doc_id=doc_id, char_start=start, char_end=end,
        changes=_assigned(pairs),
    )  # fmt: skip


def _table_of(connection: duckdb.DuckDBPyConnection, row_id: str) -> str:
    """The table that holds a row of this id; ids differ between tables."""
    found = rows_of_id(connection, row_id)
    if len(found) != 1:
        raise DecisionError(
            f"{'Nhiều dòng' if found else 'Không bảng nào có dòng'} mang mã {row_id}.",
            f"{'Several rows have' if found else 'No table has a row with'} the id {row_id}.",
        )
    return found[0]


def _document(connection: duckdb.DuckDBPyConnection, given: str) -> str:
    found = connection.execute(
        "SELECT doc_id FROM documents WHERE doc_id = $1 OR source = $1 OR list_contains(also_at, $1) "
        "OR ends_with(source, '/' || $1) ORDER BY doc_id",
        [given],
    ).fetchall()
    if len(found) != 1:
        raise UsageError(
            f"{'nhiều' if found else 'không có'} văn bản nào là {given}" if not found else f"nhiều văn bản là {given}",
            f"{'several documents are' if found else 'no document is'} {given}",
        )
    return str(found[0][0])


def _tell(decision: Decision) -> None:
    words = {
        "accept": "Đã nhận / accepted", "reject": "Đã bỏ / rejected", "correct": "Đã sửa / corrected",
        "complete": "Đã rà soát hết / gone through", "add": "Đã thêm / added",
    }  # fmt: skip
    print(f"{words[decision.action]}: {decision.surface or decision.source}")
    for name, value in decision.changes.items():
        before = decision.before.get(name)
        if _shown(before) != _shown(value):
            print(f"  {name}: {_shown(before)} → {_shown(value)}")
    print(f"  --undo {decision.id}")


def _shown(value: Any) -> str:
    """A value as `--correct` takes it: a decimal comma, nothing that groups thousands."""
    if value is None or value in ([], ()):
        return "∅"
    if isinstance(value, (list, tuple)):
        return " | ".join(map(str, value))
    return f"{value:.15g}".replace(".", ",") if isinstance(value, float) else str(value)


def as_record(item: QueueItem) -> dict[str, Any]:
    """One row of the queue, for JSON."""
    return {
        "table": item.table, "row_id": item.row_id, "doc_id": item.doc_id, "source": item.source, "page": item.page,
        "char_start": item.char_start, "char_end": item.char_end, "surface": item.surface, "sentence": item.sentence,
        "reasons": list(item.reasons), "why_vi": item.why_vi, "why_en": item.why_en, "gain": item.gain,
        "row": item.row,
    }  # fmt: skip


_TOLD = {
    "indicators": ("label", "value", "role", "period", "org"),
    "document_references": ("form", "symbol", "date", "candidates"),
    "organisations": ("name", "org_type"),
    "dates": ("edtf",),
}


def _print_queue(connection: duckdb.DuckDBPyConnection, limit: int, reasons: Sequence[str]) -> None:
    items = queue(connection, limit, reasons)
    if items:
        print("mã · đáng xem (%) · vì sao / id · worth a look (%) · why")
    for item in items:
        page = f", tr. {item.page}" if item.page else ""
        print(f"{item.row_id}  {item.gain * 100:.0f} %  {item.why_vi} / {item.why_en}")
        told = (f"{name}={_shown(item.row[name])}" for name in _TOLD[item.table] if item.row[name] not in (None, []))
        print(f"  {item.surface} · {' · '.join(told)}")
        print(f"  {item.source}{page}: {' '.join(item.sentence.split())}")
    counts = queue_counts(connection)
    print(f"Nên xem lại / worth a look: {', '.join(f'{code} {n}' for code, n in counts.items()) or '0'}")
    told_of = status(connection)
    print(
        f"Đã rà soát / reviewed: {told_of.n_accepted} nhận/accepted, {told_of.n_corrected} sửa/corrected, "
        f"{told_of.n_rejected} bỏ/rejected, {told_of.n_added} thêm/added, "
        f"{told_of.n_complete} văn bản xong/documents done"
    )
    for decision in orphans(connection):
        print(f"! không còn chỗ / finds its place no more: {decision.id} {decision.source}: {decision.surface}")


def _print_decisions(out: Path, as_json: bool) -> None:
    decisions = read_decisions(out)
    by_id = {d.id: d for d in decisions}
    for d in decisions:
        if as_json:
            record_of = {name: getattr(d, name) for name in Decision.__slots__}
            print(json.dumps(record_of, ensure_ascii=False, default=str))
            continue
        # Of a row that was added, only what it says; of one that was corrected, also what was taken from it.
        told = ((name, _shown(value)) for name, value in d.changes.items())
        changes = ", ".join(f"{name}={value}" for name, value in told if d.action != "add" or value != "∅")
        gone = " (đã rút lại / withdrawn)" if d.withdrawn else ""
        meant = by_id.get(d.target or "") if d.action == "withdraw" else d
        what = f"{meant.source}: {meant.surface or ''}" if meant else ""
        if d.action == "withdraw":
            what = f"{d.target} ({meant.action} {what.rstrip(': ')})" if meant else str(d.target)
        print(f"{d.id}  {d.when}  {d.who}  {d.action}  {what}  {changes}  {d.why}{gone}".rstrip())


def _print_fields() -> None:
    for table in REVIEWABLE:
        print(table)
        for column in fields(table):
            values = f" ({', '.join(column.values)})" if column.values else ""
            print(f"  {column.name}: {column.vi} / {column.en}{values}")


def _write_gold(connection: duckdb.DuckDBPyConnection, folder: Path, partial: bool) -> None:
    done = export_gold(connection, folder, partial=partial)
    print(f"{len(done.written)} tệp đáp án ở / gold files in {folder}")
    if done.open_rows:
        print(f"{done.open_rows} dòng chưa ai rà soát, ghi là optional / rows not decided upon, written as optional")
    for source in done.clashes:
        print(f"! trùng tên tệp, không ghi / left out, another has its name: {source}")
