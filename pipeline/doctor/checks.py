"""Every part of the program, looked at and tried out: packages, programs, their data, folders, the machine."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import regex

from pipeline.read.system import TOOLS, Tool, find

Status = Literal["ok", "missing", "broken", "poor"]
_TIME_LIMIT = 30.0
"""Seconds a program gets to say its version; LibreOffice takes three on its first start."""
_LEAST_FREE = 2**30
_LEAST_MEMORY = 2 * 2**30
_VERSION = regex.compile(r"\d+(?:\.\d+)+")

# Package → the module that is imported, and what it is for. All are needed: `pip install` brings them.
_PACKAGES: tuple[tuple[str, str, str, str], ...] = (
    ("regex", "regex", "các luật nhận dạng", "the rules"),
    ("underthesea", "underthesea", "tách từ tiếng Việt", "Vietnamese words"),
    ("spacy", "spacy", "các thành phần spaCy", "the spaCy components"),
    ("pdfplumber", "pdfplumber", "đọc PDF", "reads PDF"),
    ("pypdfium2", "pypdfium2", "đọc PDF", "reads PDF"),
    ("lxml", "lxml", "đọc Word và trang web", "reads Word files and web pages"),
    ("trafilatura", "trafilatura", "phần chính của trang web", "the main text of web pages"),
    ("markdown-it-py", "markdown_it", "đọc Markdown", "reads Markdown"),
    ("pyarrow", "pyarrow", "ghi bảng Parquet, CSV", "writes Parquet and CSV"),
    ("duckdb", "duckdb", "ghi cơ sở dữ liệu DuckDB", "writes the DuckDB file"),
    ("xlsxwriter", "xlsxwriter", "ghi bảng Excel", "writes workbooks"),
    ("jinja2", "jinja2", "ghi trang HTML", "writes pages"),
    ("rich", "rich", "bảng trên màn hình", "tables on the terminal"),
    ("fsspec", "fsspec", "đọc và ghi ở nơi khác", "reads and writes elsewhere"),
    ("prefect", "prefect", "chạy nhiều tệp", "runs over many files"),
    ("olefile", "olefile", "đọc tệp Office cũ", "reads old Office files"),
    ("viparse", "viparse", "các bảng mã cũ", "old encodings"),
    ("xlrd", "xlrd", "đọc bảng tính .xls", "reads .xls sheets"),
    ("pillow", "PIL", "đọc ảnh", "reads pictures"),
    ("numpy", "numpy", "xử lý ảnh quét", "works on scanned pages"),
    ("opencv-python-headless", "cv2", "xử lý ảnh quét", "works on scanned pages"),
    ("onnxruntime", "onnxruntime", "đọc số, ngày viết tay", "reads handwritten numbers and days"),
    ("rapidocr", "rapidocr", "đọc số, ngày viết tay", "reads handwritten numbers and days"),
)
_EXTRAS: tuple[tuple[str, str, str, str, str], ...] = (
    ("s3fs", "s3fs", "s3", "đầu vào và kết quả ở s3://", "inputs and outputs at s3://"),
    ("prefect-dask", "distributed", "dask", "đọc trên cụm máy (--engine dask)", "reads on a cluster (--engine dask)"),
)
"""As above, of what only some need, with the extra of ours that brings it."""
_OFFICE_PARTS = (
    ("writer", "sw", ".odt", "libreoffice-writer-nogui"),
    ("calc", "sc", ".ods", "libreoffice-calc-nogui"),
    ("impress", "sd", ".odp", "libreoffice-impress-nogui"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """One part and how it is."""

    part: str
    kind: Literal["package", "program", "data", "folder", "machine"]
    status: Status
    core: bool
    """Whether nothing works without it; other parts only enable some kinds of file."""
    found: str
    """Its version or place; empty where it is missing."""
    enables_vi: str
    enables_en: str
    install: tuple[tuple[str, str], ...] = ()
    """(system, command) that brings it, where something is to be installed."""

    @property
    def fails(self) -> bool:
        """Whether the program cannot do its work for want of this part."""
        return self.core and self.status in ("missing", "broken")


def examine(out: Path) -> list[Check]:
    """Look at every part.

    Args:
        out: the folder that runs shall write into; it need not exist.
    """
    return [*_packages(), *_programs(), *_folders(out), *_machine(out)]


def _packages() -> Iterator[Check]:
    version = platform.python_version()
    status: Status = "ok" if sys.version_info >= (3, 11) else "broken"
    yield Check("Python", "package", status, True, version, "chạy chương trình", "runs the program")
    for name, module, vi, en in _PACKAGES:
        status, version = _package(name, module)
        install = () if status == "ok" else (("pip", f"{sys.executable} -m pip install --upgrade {name}"),)
        yield Check(name, "package", status, True, version, vi, en, install)
    for name, module, extra, vi, en in _EXTRAS:
        status, version = _package(name, module)
        install = () if status == "ok" else (("pip", f"{sys.executable} -m pip install 'chitieu[{extra}]'"),)
        yield Check(name, "package", status, False, version, vi, en, install)


def _package(name: str, module: str) -> tuple[Status, str]:
    try:
        version = importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing", ""
    try:
        here = importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        here = False
    return ("ok" if here else "broken"), version


def _programs() -> Iterator[Check]:
    for tool in TOOLS:
        path = find(tool.name)
        if path is None:
            yield Check(tool.name, "program", "missing", False, "", tool.enables_vi, tool.enables_en, _everywhere(tool))
            continue
        said = _ask([path, *_quietly(tool.name), "--version"])
        version = _VERSION.search(said or "")
        yield Check(
            tool.name,
            "program",
            "ok" if version else "broken",
            False,
            f"{version[0]} ({path})" if version else path,
            tool.enables_vi,
            tool.enables_en,
            () if version else _everywhere(tool),
        )
        if version:
            yield from _office_parts(path) if tool.name == "libreoffice" else _languages(path)


def _quietly(name: str) -> list[str]:
    """LibreOffice makes a profile at its first start; not in the user's home."""
    if name != "libreoffice":
        return []
    return ["-env:UserInstallation=" + (Path(tempfile.gettempdir()) / "chitieu-doctor").as_uri()]


def _everywhere(tool: Tool) -> tuple[tuple[str, str], ...]:
    return (
        ("Debian/Ubuntu", tool.install("linux")),
        ("macOS", tool.install("darwin")),
        ("Windows", tool.install("win32")),
    )


def _office_parts(path: str) -> Iterator[Check]:
    """Writer, Calc and Impress are packages of their own on Linux; each is one library."""
    programs = Path(os.path.realpath(path)).parent
    folders = (programs, programs.parent / "Frameworks")
    for name, short, files, package in _OFFICE_PARTS:
        libraries = (f"lib{short}lo.so", f"lib{short}lo.dylib", f"{short}lo.dll")
        # Some builds put several into one.
        here = any((folder / library).exists() for folder in folders for library in (*libraries, "libmergedall.so"))
        install = () if here else (("Debian/Ubuntu", f"sudo apt-get install --no-install-recommends {package}"),)
        yield Check(
            f"libreoffice {name}", "data", "ok" if here else "missing", False, "có / there" if here else "",
            f"đọc {files}", f"reads {files}", install,
        )  # fmt: skip


def _languages(path: str) -> Iterator[Check]:
    here = "vie" in (_ask([path, "--list-langs"]) or "").split()
    install = (
        ()
        if here
        else (
            ("Debian/Ubuntu", "sudo apt-get install tesseract-ocr-vie"),
            ("macOS", "brew install tesseract-lang"),
            ("Windows", "winget install --exact --id UB-Mannheim.TesseractOCR --interactive (Vietnamese)"),
        )
    )
    yield Check(
        "tesseract vie", "data", "ok" if here else "missing", False, "có / there" if here else "",
        "nhận dạng chữ tiếng Việt", "recognises Vietnamese", install,
    )  # fmt: skip


def _ask(command: Sequence[str]) -> str | None:
    """What a program prints, null where it fails or says nothing in time."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_TIME_LIMIT, check=False)
    except (OSError, subprocess.SubprocessError):
        return None
    # Tesseract before version 5 answered on standard error.
    return None if done.returncode else (done.stdout + done.stderr).decode("utf-8", "replace")


def _folders(out: Path) -> Iterator[Check]:
    for part, folder, vi, en in (
        ("output", out, "ghi bảng kết quả", "tables are written there"),
        ("temporary", Path(tempfile.gettempdir()), "tệp tạm khi đọc", "files made while reading"),
    ):
        there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.exists())
        writable = there.is_dir() and _can_write(there)
        yield Check(part, "folder", "ok" if writable else "broken", True, str(there), vi, en)


def _can_write(folder: Path) -> bool:
    """Tried, for neither permissions nor a read-only or full disk alone tell."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"chitieu")
            file.flush()
    except OSError:
        return False
    return True


def _machine(out: Path) -> Iterator[Check]:
    there = next(place for place in (out.resolve(), *out.resolve().parents) if place.exists())
    free = shutil.disk_usage(there).free
    yield Check(
        "disk", "machine", "ok" if free >= _LEAST_FREE else "poor", False, f"{free / 2**30:.1f} GB",
        "chỗ trống để ghi (nên có 1 GB)", "room to write (1 GB is advised)",
    )  # fmt: skip
    memory = _memory()
    if memory:
        yield Check(
            "memory", "machine", "ok" if memory >= _LEAST_MEMORY else "poor", False, f"{memory / 2**30:.1f} GB",
            "bộ nhớ còn trống (nên có 2 GB)", "memory that is free (2 GB are advised)",
        )  # fmt: skip
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield Check(
        "cores", "machine", "ok", False, str(cores), "số tiến trình chạy cùng lúc", "processes that run side by side"
    )


def _memory() -> int | None:
    """Bytes of memory that are available, or else those the machine has; null where the system does not say."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


__all__ = ["Check", "Status", "examine"]
