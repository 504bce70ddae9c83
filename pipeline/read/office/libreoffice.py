"""LibreOffice as a converter: one warm instance a process, restarted when it hangs, dies or has done many files.

It runs in a process of its own (`libreoffice_host`), in a throw-away profile in which macros, link updates and fetching
are off. That process ends with the one that started it, however that one ends.
"""

from __future__ import annotations

import atexit
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from time import monotonic

from pipeline.errors import InputError, input_error
from pipeline.read.system import require

TIME_LIMIT = 120.0
"""Seconds for one file. The slowest of the real files, 1.3 MB of old tables, takes 13."""
_START_LIMIT = 60.0
_FILES_EACH = 250
"""Files an instance converts before a fresh one takes over: whatever it leaks ends with it."""
_LIBRARIES = ("libmergedlo.so", "libsofficeapp.so")
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
    """The instance hangs or has died."""


class _Instance:
    """One running LibreOffice and its folder."""

    def __init__(self, program: Path) -> None:
        self.owner = os.getpid()
        self.done = 0
        self.folder = Path(tempfile.mkdtemp(prefix="chitieu-office-"))
        user = self.folder / "profile" / "user"
        user.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        registry = (
            '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
            f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
        )
        (user / "registrymodifications.xcu").write_text(registry, encoding="utf-8")
        environment = {
            "PATH": os.defpath, "HOME": str(self.folder), "TMPDIR": str(self.folder), "SAL_USE_VCLPLUGIN": "svp",
            "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8",
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(_HOST), str(program), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=self.folder,
            start_new_session=True,
        )
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
            _GoneError: none comes within `limit` seconds.
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
                raise _GoneError
            line += piece
        return line.decode("ascii", "replace").strip()

    def end(self) -> None:
        """Kill the instance and remove its folder; what another process started is left to that one."""
        if os.getpid() != self.owner:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class _Office:
    """The process's one instance, started when first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._instance: _Instance | None = None

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        """See `convert`."""
        with self._lock:
            for _ in range(2):
                try:
                    result = self._running().convert(data, suffix, target)
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
