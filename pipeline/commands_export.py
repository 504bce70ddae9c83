"""`chitieu export` and `chitieu report`: what can be said; `pipeline.export` and `pipeline.report` do it."""

from __future__ import annotations

import argparse

from pipeline.commands import BROKEN, OK, UsageError, complain

EXAMPLES = """\
ví dụ / examples:
  chitieu export outputs/baocao --to baocao.xlsx           sổ tính cho mọi người / a workbook for people
  chitieu export outputs/baocao --to bang/                 mỗi bảng một tệp CSV / a CSV file a table
  chitieu export outputs/baocao --to chitieu.csv --tables indicators --min-confidence 0.8
  chitieu export outputs/baocao --to nhan.jsonl --format doccano    để gán nhãn / for annotation tools
  chitieu export outputs/baocao --to postgresql://USER@HOST/DB      vào cơ sở dữ liệu / into a database
  chitieu export outputs/baocao --to report.html           một trang báo cáo / one page to pass on

đuôi tệp / suffixes: .xlsx .csv .zip .parquet .jsonl .json .spacy .sqlite .duckdb .html, thư mục/folder, postgresql://"""

REPORT_EXAMPLES = """\
ví dụ / examples:
  chitieu report outputs/baocao
  chitieu report outputs/baocao --to thang6.html --lang en"""


def add_export(parser: argparse.ArgumentParser) -> None:
    """What can be said to `chitieu export`."""
    parser.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    parser.add_argument("--to", required=True, metavar="TARGET", help="tệp, thư mục hoặc URL / file, folder or URL")
    parser.add_argument(
        "--tables",
        action="append",
        default=[],
        metavar="TABLE",
        help="chỉ bảng này, ghi nhiều lần hoặc cách bằng dấu phẩy / only these tables",
    )
    parser.add_argument("--only-reviewed", action="store_true", help="chỉ các dòng đã có người rà soát / reviewed rows")
    parser.add_argument(
        "--min-confidence", type=float, default=0.0, metavar="X", help="độ tin cậy từ / confidence from, 0–1"
    )
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="tiếng của tiêu đề / language of headings")
    parser.add_argument(
        "--format",
        choices=("rows", "csv", "parquet", "spacy", "doccano", "label-studio"),
        default="",
        help="dạng của .jsonl .json và thư mục / form of .jsonl, .json and folders",
    )


def add_report(parser: argparse.ArgumentParser) -> None:
    """What can be said to `chitieu report`."""
    parser.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    parser.add_argument("--to", metavar="FILE", help="tệp (mặc định OUT/report.html) / file (OUT/report.html)")
    parser.add_argument("--lang", choices=("vi", "en"), default="vi", help="mở ra bằng tiếng / opens in this language")


def export(arguments: argparse.Namespace) -> int:
    """Give the tables out.

    Raises:
        UsageError: it cannot be done; says why.
        NoRunError: there is no run.
    """
    from pipeline.export import ExportError, Options
    from pipeline.export import export as give

    if not 0 <= arguments.min_confidence <= 1:
        raise UsageError("--min-confidence phải từ 0 đến 1", "--min-confidence must be between 0 and 1")
    tables = tuple(name.strip() for given in arguments.tables for name in given.split(",") if name.strip())
    options = Options(tables, arguments.only_reviewed, arguments.min_confidence, arguments.lang, arguments.format)
    try:
        given = give(arguments.out, arguments.to, options)
    except ExportError as error:
        raise UsageError(error.vi, error.en) from error
    except OSError as error:
        complain(f"không ghi được {arguments.to}: {error}", f"cannot write {arguments.to}: {error}")
        return BROKEN
    counts = ", ".join(f"{name} {n}" for name, n in given.rows.items())
    print(f"{_without_password(given.target)}: {counts}" if counts else given.target)
    return OK


def report(arguments: argparse.Namespace) -> int:
    """Write the page of a run.

    Raises:
        UsageError: it cannot be done; says why.
        NoRunError: there is no run.
    """
    from pathlib import Path

    from pipeline.places import is_url

    if arguments.to is None and is_url(arguments.out):
        raise UsageError("hãy ghi --to TỆP.html", "say where to with --to FILE.html")
    arguments.to = arguments.to or str(Path(arguments.out) / "report.html")
    if not arguments.to.endswith((".html", ".htm")):
        raise UsageError(f"{arguments.to} phải có đuôi .html", f"{arguments.to} must end in .html")
    arguments.tables, arguments.only_reviewed, arguments.min_confidence, arguments.format = [], False, 0.0, ""
    return export(arguments)


def _without_password(target: str) -> str:
    """A database's URL as it may stand in a log."""
    import re

    return re.sub(r"(?<=://)([^:@/]*):[^@/]*@", r"\1@", target)
