"""Programs that are no Python packages: what each enables, whether it is here, and how to install it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from pipeline.errors import input_error


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


TOOLS: tuple[Tool, ...] = (
    Tool(
        "libreoffice",
        ("soffice", "libreoffice"),
        "đọc tệp Office cũ (.doc, .ppt)",
        "reads old Office files (.doc, .ppt)",
        "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
    ),
    Tool(
        "tesseract",
        ("tesseract",),
        "nhận dạng chữ trong bản quét và ảnh (OCR)",
        "recognises the characters of scans and pictures (OCR)",
        "tesseract-ocr tesseract-ocr-vie",
    ),
)


def find(name: str) -> str | None:
    """Path of a tool's command, or null where it is not installed.

    Raises:
        KeyError: no tool has this name.
    """
    tool = _tool(name)
    return next((path for command in tool.commands if (path := shutil.which(command))), None)


def require(name: str) -> str:
    """Path of a tool's command.

    Raises:
        InputError: `missing_tool`, where it is not installed; the sentence says what to install.
        KeyError: no tool has this name.
    """
    path = find(name)
    if path is None:
        tool = _tool(name)
        raise input_error(
            "missing_tool", name=tool.name, vi=tool.enables_vi, en=tool.enables_en, packages=tool.packages
        )
    return path


def _tool(name: str) -> Tool:
    return {tool.name: tool for tool in TOOLS}[name]


__all__ = ["TOOLS", "Tool", "find", "require"]
