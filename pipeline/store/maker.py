"""What rows depend on besides the file: code, vocabulary, libraries, trained models, limits, programs.

Rows are only taken over from an earlier run where all of it would make the same ones again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.read.reader import Limits
from pipeline.read.system import TOOLS
from pipeline.schema import PIPELINE_VERSION, SCHEMA_VERSION

if TYPE_CHECKING:
    from extractors.learned import ChosenModels

_LIBRARIES = (
    "underthesea", "pdfplumber", "pdfminer.six", "pypdfium2", "python-docx", "trafilatura", "lxml", "markdown-it-py",
    "regex", "xlrd", "olefile", "viparse", "numpy", "opencv-python-headless", "onnxruntime", "rapidocr",
)  # fmt: skip
_EXTRACTING = (
    "pipeline/read", "pipeline/legacy", "pipeline/clean", "pipeline/annotate", "pipeline/tabulate", "pipeline/core.py",
    "pipeline/document.py", "pipeline/schema.py", "extractors", "gazetteers",
)  # fmt: skip
_JOINING = ("pipeline/link", "pipeline/store")

_TIMES = frozenset({"max_seconds", "page_seconds", "max_memory"})
"""Limits a document that was done has kept to, whatever they are now."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What made the rows of a file."""

    code: str
    """Hash of the code, vocabulary, libraries and, where any are asked, trained models."""
    tools: str
    """Hash of which programs were installed."""
    limits: Mapping[str, float]

    def makes_again(self, other: Maker, failed: bool) -> bool:
        """Whether this maker would make of a file what `other` made of it.

        Args:
            other: the maker then.
            failed: whether the file, or one in it, ended in an error: another limit or a new program might help.
        """
        if self.code != other.code:
            return False
        if failed:
            return self.tools == other.tools and dict(self.limits) == dict(other.limits)
        return all(self.limits.get(name, 0) >= value for name, value in other.limits.items() if name not in _TIMES)


def this_maker(limits: Limits, models: ChosenModels | None = None) -> Maker:
    """The maker that this installation is, with some limits and trained models."""
    told = {field.name: getattr(limits, field.name) for field in fields(limits)}
    return Maker(code_of_extracting_with(models), _tools(), told)


def code_of_extracting_with(models: ChosenModels | None) -> str:
    """As `code_of_extracting`, where trained models are asked too."""
    code = code_of_extracting()
    if models is None:
        return code
    return hashlib.sha256(f"{code}\0{models.digest}\0{version('spacy')}".encode()).hexdigest()[:16]


@cache
def code_of_extracting() -> str:
    """Hash of all that decides what is found in a document."""
    digest = hashlib.sha256(f"{PIPELINE_VERSION}\0{SCHEMA_VERSION}\0".encode())
    for name in _LIBRARIES:
        try:
            digest.update(f"{name} {version(name)}\0".encode())
        except PackageNotFoundError:
            continue
    _add_code(digest, _EXTRACTING)
    return digest.hexdigest()[:16]


@cache
def code_of_linking() -> str:
    """Hash of all that decides what a document says to linking, besides what decides what is found in it."""
    digest = hashlib.sha256()
    _add_code(digest, ("pipeline/link",))
    return digest.hexdigest()[:16]


@cache
def code_of_joining() -> str:
    """Hash of all that decides what comes out of the documents of a run together."""
    digest = hashlib.sha256()
    _add_code(digest, _JOINING)
    return digest.hexdigest()[:16]


def _add_code(digest: hashlib._Hash, places: tuple[str, ...]) -> None:
    for place in places:
        package, _, inner = place.partition("/")
        root = Path(str(files(package)))
        for path in sorted(_code_files(root / inner)):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(path.read_bytes())


def _code_files(place: Path) -> Iterator[Path]:
    if place.is_file():
        yield place
        return
    for folder, folders, names in os.walk(place):
        # Weights count where a run asks models, by their own digest.
        folders[:] = [name for name in folders if name not in ("__pycache__", "weights")]
        yield from (Path(folder) / name for name in names)


def _tools() -> str:
    digest = hashlib.sha256()
    for tool in TOOLS:
        found = next((path for command in tool.commands if (path := shutil.which(command))), None)
        try:
            about = os.stat(found) if found else None
        except OSError:
            about = None
        digest.update(f"{tool.name} {about and (about.st_size, about.st_mtime_ns)}\0".encode())
    return digest.hexdigest()[:16]


__all__ = ["Maker", "code_of_extracting", "code_of_extracting_with", "code_of_joining", "code_of_linking", "this_maker"]
