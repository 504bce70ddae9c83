"""Which Prefect API a run talks to, and with which settings.

Where the user has configured a server (`PREFECT_API_URL`, a Prefect profile), that one is used as it is. Otherwise
Prefect's ephemeral server runs as a child process for the length of the run: nothing to start, nothing left behind.
Its records are kept where `PREFECT_HOME` is set and discarded otherwise.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from uuid import UUID

_START_TIMEOUT = 120.0
"""Seconds; migrations of a database that another Prefect version made take some ten on a small machine."""

LAST_TASK = "summarise"
"""Name of the flow's last task: once it is recorded, all are."""

QUIET = {
    # Prefect reports usage to its makers through two channels; both are off, in this process and the server's.
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}


_LEAN = {
    # No run uses block types; without the note of which are registered, no integration is imported to count them.
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
    "PREFECT_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    # A library of the server checks the types of its own calls; making the checks takes a tenth of the start.
    "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",
}
"""What the ephemeral server need not do when it starts."""


def keep_quiet() -> None:
    """Turn Prefect's usage reports off in this process, unless the user has said otherwise; before it is imported."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


class EngineError(RuntimeError):
    """There is no Prefect API to run with; the message says why."""


def configured_api() -> str | None:
    """URL of the Prefect API the user has configured, or null.

    Prefect's settings know, but importing them takes the better part of a second that the ephemeral server could use
    to start: so they are only asked where something might hold one.
    """
    if url := os.environ.get("PREFECT_API_URL"):
        return url
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    places = [Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml")).expanduser()]
    places += [Path("prefect.toml"), Path(".env")]
    project = Path("pyproject.toml")
    if (
        "prefect.settings" in sys.modules
        or "PREFECT_PROFILE" in os.environ
        or any(place.exists() for place in places)
        or (project.exists() and "[tool.prefect.api]" in project.read_text(encoding="utf-8", errors="replace"))
    ):
        import prefect.settings

        return prefect.settings.PREFECT_API_URL.value() or None
    return None


def schema_script(prefect_version: str) -> str | None:
    """SQL that lays an empty database of this Prefect version, or null where none is stored for it.

    Prefect builds a new database by running every migration it ever had, for some six seconds; the result is always the
    same. `prefect_schema.sql` is that result, and its first line names the version it was made with.
    """
    script = (files(__package__ or "pipeline.flow") / "prefect_schema.sql").read_text(encoding="utf-8")
    return script if script.partition("\n")[0] == f"-- prefect {prefect_version}" else None


def lay_database(home: Path) -> bool:
    """Make Prefect's database in `home` where there is none yet and this version's schema is stored.

    Returns:
        whether one was made; if not, Prefect migrates as usual.
    """
    path = home / "prefect.db"
    script = schema_script(version("prefect"))
    if script is None or path.exists():
        return False
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Made under another name and linked into place, so that two runs never build one file together.
    fresh = Path(tempfile.mkstemp(dir=home, prefix="prefect-", suffix=".db")[1])
    try:
        connection = sqlite3.connect(fresh)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(script)
        connection.close()
        os.link(fresh, path)
    except OSError:
        # Another run was first, or the file system has no hard links: Prefect's own migrations do as well.
        return False
    finally:
        fresh.unlink(missing_ok=True)
    return True


class Engine:
    """The Prefect API of one run. Use as a context manager: entering starts what must be started and does not wait.

    Attributes:
        configured: URL of the server the user has configured, or null.
        home: `PREFECT_HOME` of the ephemeral server, or null where a server is configured.
        keeps_records: whether the records of the run outlive it.

    Args:
        owns_process: the process is the command line's own, so its environment may be changed.
    """

    def __init__(self, *, owns_process: bool = False) -> None:
        keep_quiet()
        self.configured = configured_api()
        self.home: Path | None = None
        self._process: subprocess.Popen[str] | None = None
        self._said: list[str] = []
        given = os.environ.get("PREFECT_HOME")
        self.keeps_records = bool(self.configured or given)
        if not self.configured:
            self.home = Path(given).expanduser() if given else Path(tempfile.mkdtemp(prefix="chitieu-prefect-"))
            if owns_process:
                # Prefect makes its home when it is imported; a command line has no other use for one in the user's.
                os.environ["PREFECT_HOME"] = str(self.home)

    def __enter__(self) -> Engine:
        if self.home is not None:
            laid = "PREFECT_API_DATABASE_CONNECTION_URL" not in os.environ and lay_database(self.home)
            self._launch(self.home, migrate=not laid)
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            if self.keeps_records:
                # It may still be writing the last task runs into the user's database.
                try:
                    self._process.wait(timeout=15)
                except subprocess.TimeoutExpired:
                    self._process.kill()
                    self._process.wait()
            else:
                self._process.kill()
                self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
        if self.home is not None and not self.keeps_records:
            shutil.rmtree(self.home, ignore_errors=True)

    def _launch(self, home: Path, *, migrate: bool) -> None:
        environment = {
            **QUIET,
            **_LEAN,
            "PREFECT_API_DATABASE_MIGRATE_ON_START": str(migrate).lower(),
            "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
            **os.environ,
            "PREFECT_HOME": str(home),
            "PREFECT_UI_ENABLED": "0",
            "PREFECT__SERVER_EPHEMERAL": "1",
            "PREFECT__SERVER_FINAL": "1",
            # Services write down task runs and events, look for late runs, react to events: for records that nobody
            # will ever read there is nothing to do.
            **({} if self.keeps_records else {"PREFECT__SERVER_WEBSERVER_ONLY": "1"}),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.flow.server_process", *([] if self.keeps_records else [str(home)])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            # Ctrl-C in a terminal goes to the whole process group; the run must be able to end before its server does.
            start_new_session=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._said.append(line)
            del self._said[:-40]

    def url(self) -> str:
        """The API's URL; waits until it answers.

        Raises:
            EngineError: the ephemeral server ended, or did not answer in time.
        """
        if self.configured:
            return self.configured
        assert self._process is not None
        assert self._process.stdout is not None
        timer = threading.Timer(_START_TIMEOUT, self._process.kill)
        timer.start()
        try:
            port = self._process.stdout.readline().strip()
        finally:
            timer.cancel()
        if not port.isdigit():
            raise EngineError("Prefect's ephemeral server did not start:\n" + "".join(self._said[-10:]))
        return f"http://127.0.0.1:{port}/api"

    @contextmanager
    def settings(self, *, verbose: bool = False) -> Iterator[None]:
        """Prefect settings under which the run's flow and tasks run; waits for the server.

        They are set through the environment: Prefect's own threads and worker processes look there, not at this
        thread's context, and would each start a server of their own.

        Args:
            verbose: let Prefect log to standard error; also where `PREFECT_LOGGING_LEVEL` is set.

        Raises:
            EngineError: the ephemeral server did not start, or the configured one does not answer.
        """
        import prefect.settings as known

        variables = {}
        if not verbose and "PREFECT_LOGGING_LEVEL" not in os.environ:
            variables["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
        if not self.configured:
            variables["PREFECT_API_URL"] = self.url()
            variables["PREFECT_HOME"] = str(self.home)
            variables["PREFECT_API_SSL_CERT_FILE"] = self._small_certificate_file()
            variables["PREFECT_LOGGING_TO_API_ENABLED"] = str(self.keeps_records).lower()
            # Where the network has a proxy, the way to this machine must not lead through it.
            for name in ("NO_PROXY", "no_proxy"):
                variables[name] = ",".join(filter(None, [os.environ.get(name), "127.0.0.1"]))
        # A heartbeat tells a long-lived server that a flow still lives; waiting for its thread costs a second.
        heartbeat = {} if self.configured else {known.PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}
        with _environment(variables), known.temporary_settings(heartbeat):
            _check_reachable(self.configured or variables["PREFECT_API_URL"])
            try:
                yield
            finally:
                _stop_senders()

    def await_records(self, flow_run_id: str) -> None:
        """Wait until the records of a run are complete, where they are kept; call within `settings`.

        Task runs travel to the server as events, which it records a little later; one that stops at once loses some.
        """
        if self.keeps_records and not self.configured:
            _await_task_runs(flow_run_id)

    def _small_certificate_file(self) -> str:
        """One certificate in place of the whole bundle.

        Prefect's clients load the bundle (16 ms) several times a task, even for the plain http of this server.
        """
        import certifi

        assert self.home is not None
        target = self.home / "one-certificate.pem"
        if not target.exists():
            mark = "-----END CERTIFICATE-----\n"
            target.write_text(certifi.contents().partition(mark)[0] + mark, encoding="ascii")
        return str(target)


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Variables set in this process and in Prefect's settings, and taken back afterwards."""
    from prefect.context import refresh_global_settings_context
    from prefect.logging.configuration import setup_logging

    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    refresh_global_settings_context()
    setup_logging()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        refresh_global_settings_context()
        setup_logging()


def _check_reachable(url: str) -> None:
    from prefect.client.orchestration import get_client

    with get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
    if problem is not None:
        raise EngineError(f"{url}: {problem}")


def _stop_senders() -> None:
    """Let Prefect's sending threads deliver what they hold and end.

    They outlive a run, keep the address of its server, and would try to reach it until the process ends.
    """
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker

    APILogWorker.drain_all(timeout=30)
    EventsWorker.drain_all(timeout=30)


def _await_task_runs(flow_run_id: str, seconds: float = 20.0) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterId
    from prefect.client.schemas.sorting import TaskRunSort

    chosen = FlowRunFilter(id=FlowRunFilterId(any_=[UUID(flow_run_id)]))
    deadline = time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while time.monotonic() < deadline:
            runs = client.read_task_runs(flow_run_filter=chosen, sort=TaskRunSort.END_TIME_DESC, limit=200)
            final = [run.state is not None and run.state.is_final() for run in runs]
            if all(final) and any(run.name.startswith(LAST_TASK) for run in runs):
                return
            time.sleep(0.1)
