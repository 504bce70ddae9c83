"""What the commands of the command line do; `pipeline.cli` parses, this acts."""

from __future__ import annotations

import argparse
import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ClerkError
from pipeline.stopping import Stops

if TYPE_CHECKING:
    from extractors.learned import LearnedModels
    from pipeline.flow.progress import Listener
    from pipeline.tabulate import DocumentRows

OK, BROKEN, WRONG_USAGE, SOME_FAILED, BUSY, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""Exit codes."""

_TO_READ = frozenset({"inputs_done", "inputs_unchanged", "inputs_duplicate", "inputs_failed", "inputs_kept"})
"""What there was to read, now or before; the rest was left out by rule."""


class UsageError(ClerkError):
    """Wrong usage: one sentence in Vietnamese and one in English."""


def complain(vi: str, en: str) -> None:
    """Say on standard error what went wrong, in both languages."""
    print(f"chitieu: {vi}\nchitieu: {en}", file=sys.stderr)


def run(arguments: argparse.Namespace) -> int:
    """`chitieu run`: the flow over files and folders."""
    from pipeline.commands_models import check_models
    from pipeline.flow.discover import MissingInputError, is_nothing
    from pipeline.flow.engine import Engine, EngineError
    from pipeline.flow.launch import OutputError, check_paths, run_with
    from pipeline.flow.limits import limit_options

    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError("--workers phải từ 1 trở lên", "--workers must be 1 or more")
    if arguments.dask is not None and arguments.engine != "dask":
        raise UsageError("--dask cần --engine dask", "--dask needs --engine dask")
    check_models(arguments.models)
    out = arguments.out or default_out(arguments.inputs)
    try:
        check_paths(arguments.inputs, out)
    except MissingInputError as error:
        raise UsageError(f"không có tệp hay thư mục {error.path}", f"no such file or folder: {error.path}") from None
    except OutputError as error:
        raise UsageError(*_output_complaint(error.path, error.reason)) from None
    stops = Stops()
    # Told before anything is started: whoever mistyped a folder need not wait for its empty tables.
    nothing = is_nothing(arguments.inputs, out, arguments.exclude)
    if nothing:
        _complain_of_nothing(arguments.inputs)
    try:
        with Engine(owns_process=True) as engine, stops.insisting(), _progress(arguments.quiet) as listener:
            summary = run_with(
                engine,
                arguments.inputs,
                out,
                workers=arguments.workers,
                exclude=arguments.exclude,
                limits=limit_options(vars(arguments)),
                prune=arguments.prune,
                retry_failed=arguments.retry_failed,
                fresh=arguments.fresh,
                engine=arguments.engine,
                dask=arguments.dask,
                models=arguments.models,
                progress=listener,
                verbose=arguments.verbose,
            )
    except EngineError as error:
        complain(f"không chạy được Prefect: {error}", f"Prefect cannot be used: {error}")
        return BROKEN
    except Exception as error:
        return _stopped(error, out)
    if not arguments.quiet:
        print("\n".join(summary.lines()))
    if not nothing and not any(n for name, n in summary.inputs.items() if name in _TO_READ):
        _complain_of_nothing(arguments.inputs)
    return OK if summary.ok else SOME_FAILED


def _complain_of_nothing(inputs: Sequence[str]) -> None:
    given = ", ".join(inputs)
    complain(f"không thấy tệp nào để đọc trong {given}", f"nothing to read was found in {given}")


def _stopped(error: Exception, out: str) -> int:
    """Say why a run could not go on; the tables are as they were.

    Raises:
        Exception: the error, where it is none that a user can do something about.
    """
    from pipeline.flow.plan import PruneError
    from pipeline.flow.sandbox import SandboxError
    from pipeline.store.lock import FolderBusyError

    if isinstance(error, ClerkError):
        complain(error.vi, error.en)
        return BUSY if getattr(error, "code", "") == "busy" else BROKEN
    if isinstance(error, FolderBusyError):
        complain(
            f"một lần chạy khác đang ghi vào {out}; hãy đợi nó xong hoặc dùng --out khác",
            f"another run is writing into {out}; wait until it has ended, or use another --out",
        )
        return BUSY
    if isinstance(error, PruneError):
        complain(
            f"thư mục {error.path} không có tệp nào, có thể ổ đĩa chưa được gắn; --prune không bỏ gì cả",
            f"folder {error.path} holds no files, perhaps its disk is not mounted; --prune has dropped nothing",
        )
    elif isinstance(error, SandboxError):
        complain(f"không khởi động được tiến trình đọc: {error}", f"the reading process does not start: {error}")
    elif isinstance(error, OSError) and is_disk_full(error):
        complain(
            f"hết chỗ trên đĩa khi ghi vào {out}; các bảng cũ còn nguyên: hãy dọn chỗ rồi chạy lại, "
            "phần đã đọc không phải đọc lại",
            f"the disk is full, writing into {out}; the old tables are untouched: make room and run again, "
            "what was read need not be read again",
        )
    elif isinstance(error, OSError):
        complain(
            f"không ghi được vào {out}, các bảng cũ còn nguyên: {error}",
            f"cannot write to {out}, the old tables are untouched: {error}",
        )
    else:
        raise error
    return BROKEN


def is_disk_full(error: OSError) -> bool:
    """Whether an error says that a disk, or what a user may put on it, is full; some libraries only say so in words."""
    return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "No space left on device" in str(error)


def default_out(inputs: Sequence[str]) -> str:
    """Where a run writes when it is not told: `outputs/` and the name of its one input, or `outputs/run`."""
    name = Path(inputs[0].partition("://")[2] or inputs[0]).resolve().stem if len(inputs) == 1 else ""
    return str(Path("outputs") / (name or "run"))


def _output_complaint(path: str, reason: str) -> tuple[str, str]:
    return {
        "input": (f"thư mục kết quả {path} cũng là đầu vào", f"output folder {path} is an input as well"),
        "file": (f"{path} là tệp, không phải thư mục", f"{path} is a file, not a folder"),
    }.get(reason, (f"không ghi được vào {path}", f"cannot write to {path}"))


@contextmanager
def _progress(quiet: bool) -> Iterator[Listener | None]:
    """A progress bar where a person watches, nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Chuẩn bị / starting", total=None)

        def listener(done: int, total: int) -> None:
            word = "Ghi bảng / writing" if done == total else "Đang đọc / reading"
            bar.update(task, completed=done, total=total, description=word)

        yield listener


def extract(arguments: argparse.Namespace) -> int:
    """`chitieu extract`: the rows of one document, or of each in an archive, as JSON lines."""
    import json

    from pipeline.commands_models import loaded_models
    from pipeline.schema import TABLES

    chosen = arguments.table or [name for name in TABLES if name != "directives"]
    for name in chosen:
        if name not in TABLES or name == "directives":
            known = ", ".join(table for table in TABLES if table != "directives")
            raise UsageError(f"không có bảng {name}; có: {known}", f"no table {name}; there are: {known}")
    failed = False
    for rows in _rows_of(arguments.file, arguments.name, loaded_models(arguments.models)):
        for name in chosen:
            for row in rows.of(name):
                print(json.dumps({"table": name, **row}, ensure_ascii=False, default=_plain))
        for row in rows.errors:
            print(f"chitieu: {row['source']}: {row['message']}", file=sys.stderr)
        failed |= rows.failed
    return SOME_FAILED if failed else OK


def _rows_of(file: str, name: str | None, learned: LearnedModels | None) -> Iterator[DocumentRows]:
    from pipeline import core

    if file == "-":
        return core.extract_members(sys.stdin.buffer.read(), name or "-", learned=learned)
    path = Path(file)
    if not path.exists():
        raise UsageError(f"không có tệp {file}", f"no such file: {file}")
    if path.is_dir():
        raise UsageError(f"{file} là thư mục: dùng chitieu run", f"{file} is a folder: use chitieu run")
    return core.extract_inputs(path, name or file, learned=learned)


def _plain(value: Any) -> str:
    return str(value.isoformat())


def show(arguments: argparse.Namespace) -> int:
    """`chitieu show`: the first rows of tables."""
    from pipeline.schema import TABLES
    from pipeline.show import print_tables

    for name in arguments.tables:
        if name not in TABLES:
            raise UsageError(
                f"không có bảng {name}; có: {', '.join(TABLES)}", f"no table {name}; there are: {', '.join(TABLES)}"
            )
    print_tables(_run_folder(arguments.out), arguments.tables, arguments.rows)
    return OK


def _run_folder(out: str) -> Path:
    """The output folder of a run, or a complaint."""
    from pipeline.places import local_run
    from pipeline.store.atomic import recover

    folder = local_run(out)
    recover(folder)
    if not _readable(folder / "documents.parquet"):
        raise UsageError(
            f"{out} không có bảng nào: hãy chạy chitieu run … --out {out} trước",
            f"{out} holds no tables: run chitieu run … --out {out} first",
        )
    return folder


def _readable(table: Path) -> bool:
    """Whether a table, a file or a folder of parts, is there and whole."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    try:
        return bool(ds.dataset(table, format="parquet").schema.names)
    except (OSError, pa.ArrowException):
        return False


def evaluate(arguments: argparse.Namespace) -> int:
    """`chitieu evaluate`: scores of a run against gold, and on demand every difference."""
    from pipeline.evaluate import GoldError, error_list, evaluate_tables, read_gold, score_table
    from pipeline.evaluate import evaluate as compare
    from pipeline.review.overlay import reviewed_tables

    out = _run_folder(arguments.out)
    if not Path(arguments.gold).is_dir():
        raise UsageError(f"không có thư mục {arguments.gold}", f"no such folder: {arguments.gold}")
    try:
        if arguments.reviewed:
            evaluation = evaluate_tables(read_gold(Path(arguments.gold)), reviewed_tables(out))
        else:
            evaluation = compare(arguments.gold, out)
    except GoldError as error:
        raise UsageError(f"đáp án sai dạng: {error}", f"malformed gold: {error}") from error
    print(score_table(evaluation))
    if arguments.errors:
        print(*error_list(evaluation.differences), sep="\n")
    return OK


def compliance(arguments: argparse.Namespace) -> int:
    """`chitieu compliance`: the matrix of provinces or issuers by directives."""
    from pipeline.compliance.command import print_compliance
    from pipeline.compliance.required import ComplianceError

    try:
        print_compliance(
            _run_folder(arguments.out),
            require=None if arguments.require is None else _existing(arguments.require),
            by=arguments.by,
            now=arguments.provinces == "now",
            since=arguments.since,
            until=arguments.until,
            form=arguments.format,
            target=None if arguments.to_file is None else Path(arguments.to_file),
            language=arguments.language,
            only_with_documents=arguments.only_with_documents,
        )
    except ComplianceError as error:
        vi, _, en = str(error).partition(" / ")
        raise UsageError(vi, en or vi) from error
    except OSError as error:
        name = error.filename or arguments.to_file
        raise UsageError(f"không ghi được {name}", f"cannot write {name}") from error
    return OK


def cite(arguments: argparse.Namespace) -> int:
    """`chitieu cite`: who cites a directive; or, with `--open`, what is unresolved or in conflict."""
    from pipeline.compliance.command import print_citations

    if arguments.symbol is None and not arguments.open:
        raise UsageError("thiếu SYMBOL hoặc --open", "SYMBOL or --open is missing")
    symbol = None if arguments.open else arguments.symbol
    if not print_citations(_run_folder(arguments.out), symbol, arguments.format):
        if symbol is None:
            complain("không có chỗ nào chưa rõ hay mâu thuẫn", "nothing is unresolved or in conflict")
        else:
            complain(f"không thấy văn bản nào dẫn {symbol}", f"no document was found that cites {symbol}")
    return OK


def _existing(path: str) -> Path:
    if not Path(path).is_file():
        raise UsageError(f"không có tệp {path}", f"no such file: {path}")
    return Path(path)


def gazetteer(arguments: argparse.Namespace) -> int:
    """`chitieu gazetteer check`: what is wrong in the vocabulary tables."""
    from gazetteers.check import check_all

    problems = check_all()
    for problem in problems:
        print(problem)
    if not problems:
        print("Không thấy lỗi nào / nothing wrong found")
    return SOME_FAILED if problems else OK


def doctor(arguments: argparse.Namespace) -> int:
    """`chitieu doctor`: what is there, what is missing, how to install it."""
    from pipeline.doctor import as_json, as_table, examine

    checks = examine(Path(arguments.out))
    print(as_json(checks) if arguments.format == "json" else as_table(checks), end="")
    return BROKEN if any(check.fails for check in checks) else OK
