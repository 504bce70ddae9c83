"""LibreOffice as a converter: one warm instance a process, restarted when it hangs, dies or has done many files.

It runs in a process of its own (`libreoffice_host`), in a throw-away profile in which macros, link updates and fetching
are off. That process ends with the one that started it, however that one ends. Where LibreOffice cannot be kept warm
(spreadsheets, which its library loads only with a window; systems other than Linux), the program is run for each file.
"""

from __future__ import annotations

import atexit
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic

from pipeline.errors import InputError, input_error
from pipeline.read.system import require

TIME_LIMIT = 60.0
"""Seconds for one file. The slowest of the real files, 1.3 MB of old tables, takes 13."""
_START_LIMIT = 60.0
_FILES_EACH = 250
"""Files an instance converts before a fresh one takes over: whatever it leaks ends with it."""
_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
_AGAIN = 81
_PREFIX = "chitieu-office-"
_SHEETS = frozenset((".xls", ".xlsx", ".ods", ".ots", ".xlsb"))
_HOST = Path(__file__).with_name("libreoffice_host.py")

_ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Misc", "UseLocking", "false"),
    ("Office.Common/Save/Document", "CreateBackup", "false"),
    ("Office.Recovery/AutoSave", "Enabled", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "1"),
    # A proxy nobody answers at: what is asked of the web comes back as an error at once.
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


class _GoneError(Exception):
    """The instance has died."""


class _HangsError(_GoneError):
    """The instance had to be killed."""


def _work_folder() -> Path:
    """A new folder with a profile in it that runs and fetches nothing."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    registry = (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )
    (user / "registrymodifications.xcu").write_text(registry, encoding="utf-8")
    return folder


def _sweep() -> None:
    """Remove the folders of processes that were killed before they could."""
    if os.name != "posix":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not owner.isdigit():
            continue
        try:
            os.kill(int(owner), 0)
        except ProcessLookupError:
            shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _host(program: Path, folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        "PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp",
        "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, "-I", str(_HOST), str(program), str(folder), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )


class _Instance:
    """One running LibreOffice and its folder."""

    def __init__(self, program: Path) -> None:
        self.owner = os.getpid()
        self.done = 0
        self.folder = _work_folder()
        self._process = _host(program, self.folder)
        if self._answer(_START_LIMIT) != "ready":
            self.end()
            raise _GoneError

    def convert(self, data: bytes, suffix: str, target: str) -> bytes | None:
        """A file in another format, null where LibreOffice cannot load or save it.

        Raises:
            _GoneError: the instance died or had to be killed over it.
        """
        self.done += 1
        source, result = self.folder / f"in{self.done}{suffix}", self.folder / f"out{self.done}.{target}"
        try:
            source.write_bytes(data)
            if self._process.stdin is None:
                raise _GoneError
            try:
                self._process.stdin.write(f"{source}\t{result}\t{target}\n".encode())
                self._process.stdin.flush()
            except OSError as error:
                raise _GoneError from error
            answer = self._answer(TIME_LIMIT)
            return result.read_bytes() if answer == "ok" and result.exists() else None
        finally:
            source.unlink(missing_ok=True)
            result.unlink(missing_ok=True)

    def _answer(self, limit: float) -> str:
        """The next line the host writes.

        Raises:
            _GoneError: it has died; `_HangsError`: none comes within `limit` seconds.
        """
        stream = self._process.stdout
        if stream is None:
            raise _GoneError
        until = monotonic() + limit
        line = b""
        while not line.endswith(b"\n"):
            ready, _, _ = select.select([stream], [], [], max(0.0, until - monotonic()))
            piece = os.read(stream.fileno(), 64) if ready else b""
            if not piece:
                self.end()
                raise _GoneError if ready else _HangsError
            line += piece
        return line.decode("ascii", "replace").strip()

    def end(self) -> None:
        """Kill the instance and remove its folder; what another process started is left to that one."""
        if os.getpid() != self.owner:
            return
        _kill(self._process)
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                # What was not yet written to a process that died cannot be.
                with suppress(OSError):
                    stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _run(program: Path, folder: Path, *arguments: str) -> int:
    """Run the program once; returns its exit code.

    Raises:
        InputError: `damaged_office` where it hangs.
    """
    if os.name == "posix":
        process = _host(program, folder, *arguments)
    else:
        command = [str(program / "soffice.exe"), *arguments]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        process.communicate(timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        raise input_error("damaged_office") from error
    finally:
        _kill(process)
    return process.returncode


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a program and what it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _convert_once(program: Path, data: bytes, suffix: str, target: str) -> bytes:
    """Run the program for one file.

    Raises:
        InputError: `damaged_office`.
    """
    folder = _work_folder()
    try:
        (folder / f"in{suffix}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        arguments = ("--headless", "--norestore", profile, "--convert-to", target, "--outdir", str(folder / "out"))
        # With a new profile the program asks to be started once more.
        if _run(program, folder, *arguments, str(folder / f"in{suffix}")) == _AGAIN:
            _run(program, folder, *arguments, str(folder / f"in{suffix}"))
        result = folder / "out" / f"in.{target}"
        if not result.exists():
            raise input_error("damaged_office")
        return result.read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Office:
    """The process's one instance, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._instance: _Instance | None = None

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        """See `convert`."""
        program = _program()
        if suffix in _SHEETS or not any((program / name).exists() for name in _LIBRARIES):
            return _convert_once(program, data, suffix, target)
        with self._lock:
            for _ in range(2):
                try:
                    result = self._running().convert(data, suffix, target)
                except _HangsError:
                    self.end()
                    break
                except _GoneError:
                    # It may have been the file, or the many before it: a fresh instance tells.
                    self.end()
                    continue
                if result is None:
                    break
                return result
        raise input_error("damaged_office")

    def _running(self) -> _Instance:
        instance = self._instance
        if instance and (instance.owner != os.getpid() or instance.done >= _FILES_EACH):
            instance.end()
            instance = None
        if instance is None:
            instance = _Instance(_program())
        self._instance = instance
        return instance

    def end(self) -> None:
        """End the instance, if one runs."""
        if self._instance:
            self._instance.end()
            self._instance = None


_office = _Office()
atexit.register(_office.end)


def convert(data: bytes, suffix: str, target: str) -> bytes:
    """An Office file in another format.

    Args:
        data: the file.
        suffix: what its name would end in (`.doc`), which helps LibreOffice to know it.
        target: `docx`, `xlsx`, `pptx`.

    Raises:
        InputError: `missing_tool` without LibreOffice; `damaged_office` where it cannot read the file, or hangs on it.
    """
    return _office.convert(data, suffix, target)


def _program() -> Path:
    """Folder of LibreOffice's libraries.

    Raises:
        InputError: `missing_tool`.
    """
    command = Path(require("libreoffice")).resolve()
    return command.parent


def is_here() -> bool:
    """Whether LibreOffice is installed."""
    try:
        _program()
    except InputError:
        return False
    return True


__all__ = ["TIME_LIMIT", "convert", "is_here"]
