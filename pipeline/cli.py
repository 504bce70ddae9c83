"""The command line: what can be said, in two languages. `pipeline.commands` does it.

argparse, because it is there: it imports in 6 ms, where click takes 16 and typer 25, and neither of those would print
its complaints in two languages by itself. Nothing else is imported before a command needs it, so `--help` is instant.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from pipeline import commands, commands_export, commands_models, commands_review
from pipeline.commands import INTERRUPTED, OK, WRONG_USAGE, UsageError, complain
from pipeline.errors import ClerkError
from pipeline.explore import command as explore
from pipeline.flow.limits import add_limits

_DESCRIPTION = """\
Từ báo cáo, tin bài tiếng Việt thành bảng số liệu: văn bản được dẫn, ngày tháng, tổ chức, chỉ tiêu.
From Vietnamese reports and news to tables: document references, dates, organisations, indicators."""

_EXAMPLES = """\
ví dụ / examples:
  chitieu run baocao/ --out outputs/baocao      cả thư mục / a whole folder
  chitieu run a.pdf b.docx tin/*.html           vài tệp / some files
  chitieu show outputs/baocao                   xem vài dòng đầu / look at the first rows
  chitieu serve outputs/baocao                  xem trong trình duyệt / look at it in a browser
  chitieu review outputs/baocao                 dòng nào nên xem lại / what is worth a look
  chitieu export outputs/baocao --to baocao.xlsx   ra Excel / to Excel
  chitieu extract baocao.pdf                    một văn bản, JSON / one document, JSON lines
  chitieu compliance outputs/baocao             tỉnh nào thực hiện văn bản nào / who carries out what
  chitieu evaluate corpus/gold outputs/corpus   chấm điểm / score against gold

mã thoát / exit codes: 0 xong hết / all done · 3 có tệp lỗi / some inputs failed · 2 gõ sai lệnh / wrong usage
1 không chạy được / could not run · 4 thư mục kết quả đang được ghi / the output folder is in use"""

_RUN_EXAMPLES = """\
ví dụ / examples:
  chitieu run baocao/
  chitieu run baocao/ tin/ --out outputs/thang6 --exclude 'nháp/' --exclude '*.csv'
  chitieu run baocao/ --prune                    bỏ các dòng của tệp đã xóa / drop rows of files that are gone
  chitieu run baocao/ --retry-failed --max-seconds 600
  chitieu run baocao/ --models outputs/models    hỏi thêm mô hình đã luyện / ask trained models too
  chitieu run s3://kho/baocao --out s3://kho/bang --engine dask --dask tcp://may-chinh:8786
  PREFECT_API_URL=http://127.0.0.1:4200/api chitieu run baocao/   theo dõi trên Prefect / watch it in Prefect

Chạy lại thì chỉ đọc tệp mới và tệp đã đổi. / Run again, it reads only what is new or has changed.
Tệp .chitieuignore trong thư mục kể những gì bỏ qua, mỗi dòng một mẫu.
A .chitieuignore file in a folder lists what to leave out, a pattern a line."""

_EXTRACT_EXAMPLES = """\
ví dụ / examples:
  chitieu extract baocao.docx
  chitieu extract baocao.docx --table indicators --table dates
  cat tin.html | chitieu extract - --name tin.html"""

_SHOW_EXAMPLES = """\
ví dụ / examples:
  chitieu show outputs/baocao
  chitieu show outputs/baocao directives --rows 20"""

_EVALUATE_EXAMPLES = """\
ví dụ / examples:
  chitieu evaluate corpus/gold outputs/corpus
  chitieu evaluate corpus/gold outputs/corpus --errors | less"""

_COMPLIANCE_EXAMPLES = """\
ví dụ / examples:
  chitieu compliance outputs/baocao
  chitieu compliance outputs/baocao --require directives.csv --format xlsx --to-file matrix.xlsx
  chitieu compliance outputs/baocao --by issuer --from 2023-01-01 --to 2023-12-31 --format html --to-file matrix.html"""

_CITE_EXAMPLES = """\
ví dụ / examples:
  chitieu cite 1563/CTr-TLĐ outputs/baocao      ai dẫn văn bản này / who cites this directive
  chitieu cite --open outputs/baocao            chưa rõ hoặc mâu thuẫn / unresolved or in conflict"""

_GAZETTEER_EXAMPLES = """\
ví dụ / examples:
  chitieu gazetteer check      sau khi thêm dòng vào gazetteers/ / after adding a line to gazetteers/"""

_DOCTOR_EXAMPLES = """\
ví dụ / examples:
  chitieu doctor                        thiếu gì, cài thế nào / what is missing, how to install it
  chitieu doctor --out /data/tables     ghi được vào đó không / whether one can write there"""

# argparse's own sentences, of which it says only these to a user of these commands.
_MISTAKES = (
    ("the following arguments are required: ", "thiếu "),
    ("unrecognized arguments: ", "không hiểu "),
    ("invalid choice: ", "không có lựa chọn "),
    ("choose from", "chọn một trong"),
    ("expected one argument", "thiếu giá trị"),
    ("expected at least one argument", "thiếu giá trị"),
    ("invalid int value: ", "không phải số nguyên: "),
    ("invalid seconds value: ", "không phải số giây: "),
    ("invalid size value: ", "không phải dung lượng dạng 500M hay 2G: "),
    ("invalid number value: ", "không phải số từ 1 trở lên: "),
    ("invalid day value: ", "không phải ngày dạng 2023-12-31: "),
    ("argument ", ""),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        vi = message
        for english, vietnamese in _MISTAKES:
            vi = vi.replace(english, vietnamese)
        raise UsageError(f"{vi} (xem {self.prog} --help)", f"{message} (see {self.prog} --help)")


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.RawDescriptionHelpFormatter(prog, max_help_position=26, width=110)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="chitieu", description=_DESCRIPTION, epilog=_EXAMPLES, formatter_class=_formatter)
    parser.add_argument("--version", action="store_true", help="in phiên bản / print the version")
    members = parser.add_subparsers(dest="command", metavar="LỆNH/COMMAND", parser_class=_Parser)

    for name, vi, en, examples, action, add_arguments in _commands():
        command = members.add_parser(
            name, help=f"{vi} / {en}", description=f"{vi}.\n{en}.", epilog=examples, formatter_class=_formatter
        )
        command.set_defaults(action=action)
        add_arguments(command)
    return parser


_Command = tuple[
    str, str, str, str, Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None]
]  # fmt: skip


def _commands() -> tuple[_Command, ...]:
    """Name, what it does in Vietnamese and in English, examples, action, arguments."""
    return (
        ("run", "rút thông tin từ tệp và thư mục ra bảng", "extract files and folders to tables",
         _RUN_EXAMPLES, commands.run, _add_run),
        ("extract", "in các dòng của một văn bản dạng JSON", "print one document's rows as JSON lines",
         _EXTRACT_EXAMPLES, commands.extract, _add_extract),
        ("show", "xem vài dòng đầu của các bảng", "look at the first rows of the tables",
         _SHOW_EXAMPLES, commands.show, _add_show),
        ("compliance", "tỉnh nào dẫn, triển khai, báo cáo văn bản nào",
         "which province cites, implements, reports on which directive",
         _COMPLIANCE_EXAMPLES, commands.compliance, _add_compliance),
        ("cite", "những văn bản dẫn một văn bản", "the documents that cite a directive",
         _CITE_EXAMPLES, commands.cite, _add_cite),
        ("serve", "xem kết quả trong trình duyệt", "look at the tables in a browser",
         explore.EXAMPLES, explore.serve, explore.add_arguments),
        ("review", "dòng nào nên xem lại; nhận, sửa, bỏ", "the rows most worth a look; accept, correct, reject",
         commands_review.EXAMPLES, commands_review.review, commands_review.add_arguments),
        ("export", "đưa kết quả ra Excel, CSV, PostgreSQL…", "give the tables out: Excel, CSV, PostgreSQL …",
         commands_export.EXAMPLES, commands_export.export, commands_export.add_export),
        ("report", "một trang HTML của cả lần chạy", "one HTML page of a run",
         commands_export.REPORT_EXAMPLES, commands_export.report, commands_export.add_report),
        ("evaluate", "so kết quả với đáp án", "score a run against gold annotations",
         _EVALUATE_EXAMPLES, commands.evaluate, _add_evaluate),
        ("train", "luyện mô hình từ văn bản và đáp án", "train a model from documents and gold",
         commands_models.EXAMPLES, commands_models.train, commands_models.add_train),
        ("gazetteer", "kiểm tra các bảng từ vựng", "check the vocabulary tables",
         _GAZETTEER_EXAMPLES, commands.gazetteer, _add_gazetteer),
        ("doctor", "máy còn thiếu gì để đọc mọi loại tệp", "what this machine lacks to read every kind of file",
         _DOCTOR_EXAMPLES, commands.doctor, _add_doctor),
    )  # fmt: skip


def _add_run(run: argparse.ArgumentParser) -> None:
    run.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp, thư mục, s3://… / file, folder or URL")
    run.add_argument("-o", "--out", metavar="DIR", help="nơi ghi bảng (mặc định outputs/TÊN), cũng có thể là s3://… / "
                     "where tables go, also a URL")  # fmt: skip
    run.add_argument(
        "-w", "--workers", type=int, metavar="N", help="số tiến trình / processes (mặc định / default: auto)"
    )
    run.add_argument(
        "-x", "--exclude", action="append", default=[], metavar="PATTERN", help="bỏ qua tệp theo mẫu / leave files out"
    )
    run.add_argument(
        "--prune", action="store_true", help="bỏ các dòng của tệp không còn / drop rows of files that are gone"
    )
    run.add_argument("--retry-failed", action="store_true", help="đọc lại các tệp lỗi / try failed files again")
    run.add_argument("--fresh", action="store_true", help="đọc lại tất cả từ đầu / read everything anew")
    run.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="đọc trên máy này (mặc định) hay trên cụm Dask / read on this machine or on a Dask cluster",
    )
    run.add_argument("--dask", metavar="ADDRESS", help="địa chỉ dask scheduler, tcp://MÁY:8786 / its address")
    commands_models.add_models(run)
    add_limits(run)
    run.add_argument("-q", "--quiet", action="store_true", help="không in tóm tắt / print no summary")
    run.add_argument("-v", "--verbose", action="store_true", help="in nhật ký Prefect / show Prefect's log")


def _add_extract(extract: argparse.ArgumentParser) -> None:
    extract.add_argument("file", metavar="FILE", help="tệp, hoặc - là đầu vào chuẩn / file, or - for standard input")
    extract.add_argument("--table", action="append", metavar="TABLE", help="chỉ in bảng này / only this table")
    extract.add_argument("--name", help="tên tệp của đầu vào chuẩn / file name of standard input")
    commands_models.add_models(extract)


def _add_show(show: argparse.ArgumentParser) -> None:
    show.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    show.add_argument("tables", nargs="*", metavar="TABLE", help="bảng nào / which tables")
    show.add_argument("-n", "--rows", type=int, default=8, help="số dòng / how many rows (8)")


def _add_compliance(compliance: argparse.ArgumentParser) -> None:
    compliance.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    compliance.add_argument("--require", metavar="CSV", help="danh sách văn bản cần xét / directives to ask for")
    compliance.add_argument(
        "--by", choices=("province", "issuer"), default="province", help="mỗi dòng là / what a row is"
    )
    compliance.add_argument(
        "--provinces",
        choices=("then", "now"),
        default="then",
        help="tỉnh lúc đó hay sau sáp nhập / provinces then or now",
    )
    compliance.add_argument(
        "--from", dest="since", type=_day, metavar="DAY", help="văn bản từ ngày / issued on or after"
    )
    compliance.add_argument(
        "--to", dest="until", type=_day, metavar="DAY", help="văn bản đến ngày / issued on or before"
    )
    compliance.add_argument("--format", choices=("table", "csv", "xlsx", "html", "json"), default="table")
    compliance.add_argument("--to-file", metavar="FILE", help="ghi ra tệp / write to a file")
    compliance.add_argument(
        "--language", choices=("vi", "en"), default="vi", help="tiếng của kết quả / language of the output"
    )
    compliance.add_argument(
        "--only-with-documents", action="store_true", help="bỏ tỉnh không có văn bản / leave out provinces without any"
    )


def _add_cite(cite: argparse.ArgumentParser) -> None:
    cite.add_argument(
        "symbol",
        nargs="?",
        metavar="SYMBOL",
        help="số, ký hiệu, hoặc tên văn bản / symbol, number or name of the directive",
    )
    cite.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    cite.add_argument(
        "--open", action="store_true", help="chỗ chưa rõ hoặc mâu thuẫn / what is unresolved or in conflict"
    )
    cite.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_evaluate(evaluate: argparse.ArgumentParser) -> None:
    evaluate.add_argument("gold", metavar="GOLD", help="thư mục đáp án / folder of gold files")
    evaluate.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    evaluate.add_argument("--errors", action="store_true", help="kể từng lỗi / list every error")
    evaluate.add_argument(
        "--reviewed", action="store_true", help="chấm sau khi người rà soát đã sửa / with people's decisions applied"
    )


def _add_gazetteer(gazetteer: argparse.ArgumentParser) -> None:
    gazetteer.add_argument("what", choices=("check",), help="trùng, thiếu nguồn, sai ngày / duplicates, sources, dates")


def _add_doctor(doctor: argparse.ArgumentParser) -> None:
    doctor.add_argument("-o", "--out", metavar="DIR", default="outputs", help="thư mục sẽ ghi / folder to write into")
    doctor.add_argument("--format", choices=("table", "json"), default="table")


def _day(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)


_day.__name__ = "day"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 all done, 3 some inputs failed (each in `errors`), 2 wrong usage, 1 could not run, 4 another run is at work in
        the output folder, 130 interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
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
    except ClerkError as error:
        if isinstance(error.__cause__, BrokenPipeError):
            return _seen_enough()
        complain(error.vi, error.en)
        return WRONG_USAGE
    except BrokenPipeError:
        return _seen_enough()
    except KeyboardInterrupt:
        complain("đã dừng theo yêu cầu", "interrupted")
        return INTERRUPTED


def _seen_enough() -> int:
    """The reader (`| head`) has gone; Python would complain of it again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return OK


if __name__ == "__main__":
    sys.exit(main())
