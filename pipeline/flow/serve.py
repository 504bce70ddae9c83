"""Serve the flow as a Prefect deployment: `python -m pipeline.flow.serve [NAME] [options]`.

The process waits for runs of the deployment `chitieu/NAME` (default `documents`) on the configured Prefect server and
carries them out on this machine; see docs/deployment.md.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from pipeline.flow.engine import configured_api, keep_quiet

_EXAMPLES = """\
ví dụ / examples:
  python -m pipeline.flow.serve
  python -m pipeline.flow.serve hang-dem /data/baocao --out /data/bang --cron '0 5 * * *'
  python -m pipeline.flow.serve thu-muc s3://kho/baocao --out s3://kho/bang --every 900"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pipeline.flow.serve",
        description="Chờ và thực hiện các lần chạy từ máy chủ Prefect / wait for runs from a Prefect server.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", default="documents", metavar="NAME", help="tên / name (documents)")
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="đầu vào mặc định / inputs unless a run says others")
    parser.add_argument("-o", "--out", metavar="DIR", help="nơi ghi bảng mặc định / output unless a run says another")
    parser.add_argument("-w", "--workers", type=int, metavar="N", help="số tiến trình / processes")
    parser.add_argument(
        "--prune", action="store_true", help="bỏ dòng của tệp không còn / drop rows of files that are gone"
    )
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="nơi đọc / where files are read")
    parser.add_argument("--dask", metavar="ADDRESS", help="địa chỉ dask scheduler / its address")
    when = parser.add_mutually_exclusive_group()
    when.add_argument("--cron", metavar="'M H D M W'", help="lịch chạy, giờ Việt Nam / schedule, Vietnam time")
    when.add_argument("--every", type=float, metavar="SECONDS", help="chạy lại sau mỗi / run every so many seconds")
    parser.add_argument(
        "--at-once", type=int, default=1, metavar="N", help="số lần chạy cùng lúc, số còn lại chờ / runs at once (1)"
    )
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Returns 2 where no server is configured: nobody could trigger a run."""
    given = _parser().parse_args(arguments)
    if (given.cron or given.every) and not (given.inputs and given.out):
        print("Chạy theo lịch cần INPUT và --out / a schedule needs INPUT and --out", file=sys.stderr)
        return 2
    keep_quiet()
    if configured_api() is None:
        print(
            "Cần PREFECT_API_URL của một máy chủ Prefect / PREFECT_API_URL of a Prefect server is needed",
            file=sys.stderr,
        )
        return 2
    from prefect.schedules import Cron, Interval
    from prefect.types.entrypoint import EntrypointType

    from pipeline.flow.tasks import chitieu_flow

    schedule: Any = None
    if given.cron:
        schedule = Cron(given.cron, timezone="Asia/Ho_Chi_Minh")
    elif given.every:
        schedule = Interval(given.every)
    chitieu_flow.serve(
        name=given.name,
        schedule=schedule,
        parameters=_parameters(given),
        global_limit=given.at_once,
        tags=["chitieu"],
        description="Văn bản → bảng số liệu / documents → tables",
        entrypoint_type=EntrypointType.MODULE_PATH,
        print_starting_message=True,
    )
    return 0


def _parameters(given: argparse.Namespace) -> dict[str, Any]:
    chosen = {
        "inputs": given.inputs or None,
        "out": given.out,
        "workers": given.workers,
        "prune": given.prune or None,
        "engine": None if given.engine == "local" else given.engine,
        "dask": given.dask,
    }
    return {name: value for name, value in chosen.items() if value is not None}


if __name__ == "__main__":
    sys.exit(main())
