"""`chitieu serve`: the explorer on this machine."""

from __future__ import annotations

import argparse
import errno
import sys
from typing import TYPE_CHECKING

from pipeline.commands import BROKEN, OK, UsageError, complain

if TYPE_CHECKING:
    import socket

HOST = "127.0.0.1"
"""Nobody but this machine's users reaches it."""
DEFAULT_PORT = 8020

EXAMPLES = """\
ví dụ / examples:
  chitieu serve outputs/baocao                xem trong trình duyệt / look at it in a browser
  chitieu serve outputs/baocao --port 9000 --open"""


def add_arguments(serve: argparse.ArgumentParser) -> None:
    """What `chitieu serve` understands."""
    serve.add_argument("out", metavar="OUT", help="thư mục kết quả / output folder of a run")
    serve.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        metavar="N",
        help=f"cổng, 0: cổng trống bất kỳ / port, 0: any free one ({DEFAULT_PORT})",
    )
    serve.add_argument("--open", action="store_true", help="mở trình duyệt / open the browser")


def serve(arguments: argparse.Namespace) -> int:
    """Serve a run until Ctrl-C.

    Raises:
        UsageError: there is no run in that folder, or the port is not a port.
    """
    if not 0 <= arguments.port <= 65535:
        raise UsageError("--port phải từ 0 đến 65535", "--port must be between 0 and 65535")
    try:
        listening = listen(arguments.port)
    except OSError as error:
        return _not_listening(arguments.port, error)
    with listening:
        import uvicorn

        from pipeline.explore.app import create_app
        from pipeline.places import local_run

        app = create_app(local_run(arguments.out))
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        print(f"Mở trong trình duyệt / open in a browser: {address}\nDừng / stop: Ctrl-C")
        sys.stdout.flush()
        if arguments.open:
            import webbrowser

            webbrowser.open(address)
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
        uvicorn.Server(config).run(sockets=[listening])
    return OK


def listen(port: int) -> socket.socket:
    """A socket that listens on this machine's own address.

    Raises:
        OSError: the port is taken, or not for this user.
    """
    import socket

    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _not_listening(port: int, error: OSError) -> int:
    if error.errno == errno.EACCES:
        complain(
            f"hệ thống không cho dùng cổng {port}; hãy chọn cổng khác, ví dụ --port 0",
            f"the system does not let you use port {port}; choose another, --port 0 for instance",
        )
    else:
        complain(
            f"cổng {port} đang có chương trình khác dùng; hãy chọn cổng khác, ví dụ --port 0",
            f"port {port} is used by another program; choose another, --port 0 for instance",
        )
    return BROKEN
