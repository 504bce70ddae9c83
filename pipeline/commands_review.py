"""`chitieu review`: what can be said; `pipeline.review.command` does it."""

from __future__ import annotations

import argparse

from pipeline.commands import OK

EXAMPLES = """\
ví dụ / examples:
  chitieu review outputs/baocao                          dòng nào nên xem lại / what is worth a look
  chitieu review outputs/baocao --reason mismatch -n 20
  chitieu review outputs/baocao --accept 3f2a91c07be4d815
  chitieu review outputs/baocao --correct 3f2a91c07be4d815 value=1.250 period="quý I/2023" --why "xem bản gốc"
  chitieu review outputs/baocao --add indicators bc_12.pdf "15 lớp" label="lớp tập huấn" value=15
  chitieu review outputs/baocao --undo 9c1be2d04f6a7e35  rút lại quyết định / take a decision back
  chitieu review outputs/baocao --done bc_12.pdf         đã rà soát hết một văn bản / a document gone through
  chitieu review outputs/baocao --gold corpus/gold       văn bản đã rà soát thành đáp án / as gold files"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What can be said to `chitieu review`."""
    parser.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    parser.add_argument("-n", "--limit", type=int, default=20, metavar="N", help="số dòng / how many rows (20)")
    parser.add_argument(
        "--reason",
        action="append",
        default=[],
        metavar="REASON",
        help="chỉ vì lý do này: mismatch, outlier, low_confidence… / only for this reason",
    )
    parser.add_argument("--json", action="store_true", help="mỗi dòng một JSON / one JSON object a line")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--accept", metavar="ID", help="dòng này đúng / the row is right")
    what.add_argument("--reject", metavar="ID", help="dòng này sai, bỏ / the row is none")
    what.add_argument(
        "--correct", nargs="+", metavar=("ID", "FIELD=VALUE"), help="sửa trường của dòng / correct fields of a row"
    )
    what.add_argument(
        "--add",
        nargs="+",
        metavar=("TABLE", "SOURCE WORDS FIELD=VALUE"),
        help="thêm dòng: bảng, tệp, nguyên văn, các trường / add a row: table, file, its words, fields",
    )
    what.add_argument("--undo", metavar="DECISION", help="rút lại một quyết định / take a decision back")
    what.add_argument("--done", metavar="SOURCE", help="đã rà soát hết văn bản này / all of the document was reviewed")
    what.add_argument("--decisions", action="store_true", help="kể các quyết định / list the decisions")
    what.add_argument("--fields", action="store_true", help="kể các trường sửa được / list what can be corrected")
    what.add_argument(
        "--gold", metavar="FOLDER", help="ghi văn bản đã rà soát thành đáp án / reviewed documents as gold"
    )
    parser.add_argument(
        "--partial",
        action="store_true",
        help="cùng --gold: cả văn bản mới rà soát một phần / with --gold: documents reviewed in part, too",
    )
    parser.add_argument("--why", default="", help="lý do / the reason")
    parser.add_argument("--who", default=None, help="ai quyết định (mặc định tên đăng nhập) / who decides (login name)")


def review(arguments: argparse.Namespace) -> int:
    """Do what is asked; without a decision, print the queue.

    Raises:
        UsageError: it cannot be done; says why.
        NoRunError: there is no run.
    """
    from pipeline.review.command import review as carry_out

    carry_out(arguments)
    return OK
