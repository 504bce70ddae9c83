"""Prefect's own ephemeral API server, as a child that lives and dies with one run.

Run as `python -m pipeline.flow.server_process`. It is the server Prefect would start by itself, with three differences
that a command-line tool needs: it takes any free port and says which (so parallel runs never meet), it stops when its
parent's end of the pipe closes (so a killed run leaves no server behind), and it can delete a temporary home.
"""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import threading
import traceback
from contextlib import suppress


def main() -> None:
    """Serve until standard input closes. `argv[1]`, where given, is a folder to delete at the end."""
    temporary_home = sys.argv[1] if len(sys.argv) > 1 else None
    # Nothing of what is imported and built here is garbage; looking for some takes a fifth of the time.
    gc.disable()
    import uvicorn
    from prefect.server.api.server import create_app

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets=sockets)
            with suppress(BrokenPipeError):
                print(listener.getsockname()[1], flush=True)

    server = Server(uvicorn.Config(create_app(ephemeral=True, final=True), log_level="error", lifespan="on"))
    gc.freeze()
    gc.enable()

    def stop_with_parent() -> None:
        sys.stdin.buffer.read()
        server.should_exit = True
        timer = threading.Timer(5, leave)
        timer.daemon = True
        timer.start()

    def leave() -> None:
        if temporary_home:
            shutil.rmtree(temporary_home, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=stop_with_parent, daemon=True).start()
    try:
        server.run(sockets=[listener])
    except Exception:
        traceback.print_exc()
    leave()


if __name__ == "__main__":
    main()
