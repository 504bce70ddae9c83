"""The command line: `chitieu run`, `chitieu extract`, `chitieu evaluate`.

argparse, because it is there: it imports in 6 ms, where click takes 16 and typer 25 and neither prints its errors in
two languages by itself. Nothing else is imported before a command needs it, so that `--help` is instant.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from pipeline.flow.progress import Listener
    from pipeline.tabulate import DocumentRows

OK, WRONG_USAGE, SOME_FAILED, BROKEN, INTERRUPTED = 0, 2, 3, 1, 130

_DESCRIPTION = """\
Từ báo cáo, tin bài tiếng Việt thành bảng số liệu: văn bản được dẫn, ngày tháng, tổ chức, chỉ tiêu.
From Vietnamese reports and news to tables: document references, dates, organisations, indicators."""

_EXAMPLES = """\
ví dụ / examples:
  chitieu run baocao/ --out outputs/baocao      cả thư mục / a whole folder
  chitieu run a.pdf b.docx tin/*.html           vài tệp / some files
  chitieu extract baocao.pdf                    một văn bản, JSON / one document, JSON lines
  cat tin.html | chitieu extract - --table indicators
  chitieu evaluate corpus/gold outputs/corpus   chấm điểm / score against gold

mã thoát / exit codes: 0 xong hết / all done · 3 có tệp lỗi / some inputs failed · 2 gõ sai lệnh / wrong usage"""

_RUN_EXAMPLES = """\
ví dụ / examples:
  chitieu run baocao/
  chitieu run baocao/ tin/ --out outputs/thang6 --exclude 'nháp/' --exclude '*.csv'
  PREFECT_API_URL=http://127.0.0.1:4200/api chitieu run baocao/   theo dõi trên Prefect / watch it in Prefect

Tệp .chitieuignore trong thư mục kể những gì bỏ qua, mỗi dòng một mẫu.
A .chitieuignore file in a folder lists what to leave out, a pattern a line."""

_EXTRACT_EXAMPLES = """\
ví dụ / examples:
  chitieu extract baocao.docx
  chitieu extract baocao.docx --table indicators --table dates
  cat tin.html | chitieu extract - --name tin.html"""

_EVALUATE_EXAMPLES = """\
ví dụ / examples:
  chitieu evaluate corpus/gold outputs/corpus
  chitieu evaluate corpus/gold outputs/corpus --errors | less"""

_MISTAKES = (
    ("the following arguments are required: ", "thiếu "),
    ("unrecognized arguments: ", "không hiểu "),
    ("invalid choice: ", "không có lựa chọn "),
    ("expected one argument", "thiếu giá trị"),
    ("expected at least one argument", "thiếu giá trị"),
    ("invalid int value: ", "không phải số nguyên: "),
    ("not allowed with argument ", "không đi cùng "),
)


class UsageError(Exception):
    """Wrong usage: one sentence in Vietnamese and one in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        vi = message
        for english, vietnamese in _MISTAKES:
            vi = vi.replace(english, vietnamese)
        raise UsageError(f"{vi} (xem {self.prog} --help)", f"{message} (see {self.prog} --help)")


def _parser() -> argparse.ArgumentParser:
    def formatter(prog: str) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(prog, max_help_position=26, width=110)

    parser = _Parser(prog="chitieu", description=_DESCRIPTION, epilog=_EXAMPLES, formatter_class=formatter)
    parser.add_argument("--version", action="store_true", help="in phiên bản / print the version")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH/COMMAND", parser_class=_Parser)

    run = commands.add_parser(
        "run",
        help="rút thông tin từ tệp và thư mục ra bảng / extract files and folders to tables",
        description="Rút thông tin từ tệp và thư mục (cả thư mục con) ra các bảng.\n"
        "Extract files and folders (recursively) to tables.",
        epilog=_RUN_EXAMPLES,
        formatter_class=formatter,
    )
    run.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp hoặc thư mục / file or folder")
    run.add_argument("-o", "--out", metavar="DIR", help="thư mục ghi bảng (mặc định outputs/TÊN) / where tables go")
    run.add_argument(
        "-w",
        "--workers",
        type=int,
        metavar="N",
        help="số tiến trình (mặc định: tự chọn) / processes (default: by size)",
    )
    run.add_argument(
        "-x", "--exclude", action="append", default=[], metavar="PATTERN", help="bỏ qua tệp theo mẫu / leave files out"
    )
    run.add_argument("-q", "--quiet", action="store_true", help="không in tóm tắt / print no summary")
    run.add_argument("-v", "--verbose", action="store_true", help="in nhật ký Prefect / show Prefect's log")
    run.set_defaults(action=_run)

    extract = commands.add_parser(
        "extract",
        help="in các dòng của một văn bản dạng JSON / print one document's rows as JSON lines",
        description="In mọi dòng của một văn bản, mỗi dòng một đối tượng JSON.\n"
        "Print all rows of one document, one JSON object a line; Prefect is not started.",
        epilog=_EXTRACT_EXAMPLES,
        formatter_class=formatter,
    )
    extract.add_argument("file", metavar="FILE", help="tệp, hoặc - là đầu vào chuẩn / file, or - for standard input")
    extract.add_argument("--table", action="append", metavar="TABLE", help="chỉ in bảng này / only this table")
    extract.add_argument("--name", help="tên tệp của đầu vào chuẩn / file name of standard input")
    extract.set_defaults(action=_extract)

    evaluate = commands.add_parser(
        "evaluate",
        help="so kết quả với đáp án / score a run against gold annotations",
        description="So kết quả của một lần chạy với đáp án.\nScore a run against gold annotations.",
        epilog=_EVALUATE_EXAMPLES,
        formatter_class=formatter,
    )
    evaluate.add_argument("gold", metavar="GOLD", help="thư mục đáp án / folder of gold files")
    evaluate.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    evaluate.add_argument("--errors", action="store_true", help="kể từng lỗi / list every error")
    evaluate.set_defaults(action=_evaluate)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 all done, 3 some inputs failed (each in `errors`), 2 wrong usage, 1 could not run, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
        if arguments.version:
            from pipeline import __version__

            print(f"chitieu {__version__}")
            return OK
        if arguments.command is None:
            raise UsageError("thiếu lệnh (xem chitieu --help)", "a command is missing (see chitieu --help)")
        code: int = arguments.action(arguments)
        sys.stdout.flush()
        return code
    except UsageError as error:
        _complain(error.vi, error.en)
        return WRONG_USAGE
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        _complain("đã dừng theo yêu cầu", "interrupted")
        return INTERRUPTED


def _complain(vi: str, en: str) -> None:
    print(f"chitieu: {vi}\nchitieu: {en}", file=sys.stderr)


def _run(arguments: argparse.Namespace) -> int:
    from pipeline.flow.discover import MissingInputError
    from pipeline.flow.engine import Engine, EngineError
    from pipeline.flow.launch import OutputError, check_paths, run_with

    if arguments.workers is not None and arguments.workers < 1:
        raise UsageError("--workers phải từ 1 trở lên", "--workers must be 1 or more")
    out = arguments.out or default_out(arguments.inputs)
    try:
        check_paths(arguments.inputs, out)
    except MissingInputError as error:
        raise UsageError(f"không có tệp hay thư mục {error.path}", f"no such file or folder: {error.path}") from None
    except OutputError as error:
        raise UsageError(*_output_complaint(error.path, error.reason)) from None
    signal.signal(signal.SIGTERM, _terminate)
    try:
        with Engine(owns_process=True) as engine, _progress(arguments.quiet) as listener:
            summary = run_with(
                engine,
                arguments.inputs,
                out,
                workers=arguments.workers,
                exclude=arguments.exclude,
                progress=listener,
                verbose=arguments.verbose,
            )
    except EngineError as error:
        _complain("không khởi động được Prefect", str(error))
        return BROKEN
    if not arguments.quiet:
        print("\n".join(summary.lines()))
    return OK if summary.ok else SOME_FAILED


def _terminate(*_: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


def default_out(inputs: Sequence[str]) -> str:
    """Where a run writes when it is not told: `outputs/` and the name of its one input, or `outputs/run`."""
    name = Path(inputs[0]).resolve().stem if len(inputs) == 1 else ""
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


def _extract(arguments: argparse.Namespace) -> int:
    import json

    from pipeline.schema import TABLES

    chosen = arguments.table or [name for name in TABLES if name != "directives"]
    for name in chosen:
        if name not in TABLES or name == "directives":
            known = ", ".join(table for table in TABLES if table != "directives")
            raise UsageError(f"không có bảng {name}; có: {known}", f"no table {name}; there are: {known}")
    rows = _rows_of(arguments.file, arguments.name)
    for name in chosen:
        for row in rows.of(name):
            print(json.dumps({"table": name, **row}, ensure_ascii=False, default=_plain))
    for row in rows.errors:
        print(f"chitieu: {row['source']}: {row['message']}", file=sys.stderr)
    return SOME_FAILED if rows.failed else OK


def _rows_of(file: str, name: str | None) -> DocumentRows:
    from pipeline import core

    if file == "-":
        data = sys.stdin.buffer.read()
        try:
            return core.extract_bytes(data, name or "-")
        except Exception as problem:
            return core.failed(name or "-", data, problem)
    path = Path(file)
    if not path.exists():
        raise UsageError(f"không có tệp {file}", f"no such file: {file}")
    if path.is_dir():
        raise UsageError(f"{file} là thư mục: dùng chitieu run", f"{file} is a folder: use chitieu run")
    return core.extract_or_error(path, name or file)


def _plain(value: Any) -> str:
    return str(value.isoformat())


def _evaluate(arguments: argparse.Namespace) -> int:
    raise NotImplementedError


if __name__ == "__main__":
    sys.exit(main())
