"""Makes `prefect_schema.sql` anew after a change of Prefect's version: `python -m pipeline.flow.stored_schema`."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

TARGET = Path(__file__).with_name("prefect_schema.sql")


def main() -> None:
    """Let Prefect migrate an empty database, and store its schema."""
    with tempfile.TemporaryDirectory() as home:
        subprocess.run(
            [sys.executable, "-m", "prefect", "server", "database", "upgrade", "-y"],
            env={**os.environ, "PREFECT_HOME": home, "DO_NOT_TRACK": "1"},
            check=True,
        )
        with sqlite3.connect(Path(home) / "prefect.db") as database:
            script = "\n".join(database.iterdump())
    TARGET.write_text(f"-- prefect {version('prefect')}\n{script}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
