"""Programs that are no Python packages: what each enables, whether it is here, and how to install it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass

from pipeline.errors import InputError, input_error


@dataclass(frozen=True, slots=True)
class Tool:
    """One program."""

    name: str
    commands: tuple[str, ...]
    """Its commands; the first that is found is used."""
    enables_vi: str
    enables_en: str
    packages: str
    """Packages of Debian and Ubuntu that bring it."""
    brew: str = ""
    """What Homebrew on macOS is told to install."""
    winget: str = ""
    """What winget on Windows is told to install."""
    places: tuple[str, ...] = ()
    """Where its installers put it on systems where they do not add it to the search path."""

    def install(self, system: str = sys.platform) -> str:
        """The command that installs it.

        Args:
            system: as `sys.platform` names it.
        """
        if system == "darwin":
            return f"brew install {self.brew}"
        if system == "win32":
            return f"winget install --exact --id {self.winget}"
        return f"sudo apt-get install --no-install-recommends {self.packages}"


TOOLS: tuple[Tool, ...] = (
    Tool(
        "libreoffice",
        ("soffice", "libreoffice"),
        "đọc tệp OpenDocument (.odt, .ods, .odp) và tệp Office rất cũ hoặc hỏng",
        "reads OpenDocument (.odt, .ods, .odp) and very old or damaged Office files",
        "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
        "--cask libreoffice",
        "TheDocumentFoundation.LibreOffice",
        (
            "/Applications/LibreOffice.app/Contents/MacOS/soffice",
            r"C:\Program Files\LibreOffice\program\soffice.exe",
        ),
    ),
    Tool(
        "tesseract",
        ("tesseract",),
        "nhận dạng chữ trong bản quét và ảnh (OCR)",
        "recognises the characters of scans and pictures (OCR)",
        "tesseract-ocr tesseract-ocr-vie",
        "tesseract tesseract-lang",
        "UB-Mannheim.TesseractOCR",
        (r"C:\Program Files\Tesseract-OCR\tesseract.exe",),
    ),
)


def find(name: str) -> str | None:
    """Path of a tool's command, or null where it is not installed.

    Raises:
        KeyError: no tool has this name.
    """
    tool = _tool(name)
    found = next((path for command in tool.commands if (path := shutil.which(command))), None)
    return found or next((place for place in tool.places if os.access(place, os.X_OK)), None)


def require(name: str) -> str:
    """Path of a tool's command.

    Raises:
        InputError: `missing_tool`, where it is not installed; the sentence says what to install.
        KeyError: no tool has this name.
    """
    path = find(name)
    if path is None:
        raise missing(name)
    return path


def missing(name: str) -> InputError:
    """The error that says a tool, or a part of it, is not installed, and what to install.

    Raises:
        KeyError: no tool has this name.
    """
    tool = _tool(name)
    return input_error("missing_tool", name=tool.name, vi=tool.enables_vi, en=tool.enables_en, packages=tool.packages)


def _tool(name: str) -> Tool:
    return {tool.name: tool for tool in TOOLS}[name]


__all__ = ["TOOLS", "Tool", "find", "missing", "require"]
