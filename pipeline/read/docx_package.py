"""The parts of an OOXML file (DOCX, XLSX, PPTX): opened within limits, parsed without entities, related to others."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.errors import input_error
from pipeline.read.reader import Limits

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class Package:
    """An OOXML file's parts.

    Args:
        data: the file.
        limits: what it may unpack to; checked against its directory before anything is unpacked.

    Raises:
        InputError: `unsafe_archive`, `encrypted_office`, `damaged_office`.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise input_error("damaged_office") from error
        self._limit = limits.max_unpacked
        self._check(limits)
        main = self.related("", "officeDocument") or ["word/document.xml"]
        self.main = main[0]

    def _check(self, limits: Limits) -> None:
        parts = self._archive.infolist()
        if len(parts) > limits.max_parts or sum(part.file_size for part in parts) > limits.max_unpacked:
            raise input_error("unsafe_archive")
        for part in parts:
            if part.file_size > limits.ratio_floor and part.file_size > part.compress_size * limits.max_ratio:
                raise input_error("unsafe_archive")
            if part.flag_bits & 1:
                raise input_error("encrypted_office")

    def content(self, name: str) -> bytes | None:
        """Bytes of a part, null where there is none.

        Raises:
            InputError: `damaged_office`.
        """
        try:
            with self._archive.open(name) as part:
                return part.read(self._limit)
        except KeyError:
            return None
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise input_error("damaged_office") from error
        except Exception as error:
            if type(error).__name__ == "error":  # zlib.error has no public base class
                raise input_error("damaged_office") from error
            raise

    def parse(self, name: str) -> _Element | None:
        """Root element of an XML part, null where there is none.

        Raises:
            InputError: `damaged_office` where it is no well-formed XML.
        """
        from lxml import etree

        content = self.content(name)
        if content is None:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(content.replace(_STRICT, _TRANSITIONAL), parser)
        except etree.XMLSyntaxError as error:
            raise input_error("damaged_office") from error

    def related(self, source: str, kind: str) -> list[str]:
        """Names of the parts that `source` names as its `kind` (`styles`, `footnotes` …); outside targets are none.

        Args:
            source: a part's name; empty for the package itself.
            kind: last piece of the relationship's type.
        """
        return [name for _, found, name in self.relations(source) if found == kind]

    def relations(self, source: str) -> list[tuple[str, str, str]]:
        """Relationships of a part within the file, as (id, kind, name of the part); outside targets are left out."""
        folder, name = posixpath.split(source)
        root = self.parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return []
        return [
            (
                element.get("Id") or "",
                (element.get("Type") or "").rsplit("/", 1)[-1],
                posixpath.normpath(posixpath.join("/", folder, element.get("Target") or "")).lstrip("/"),
            )
            for element in root.iter(_RELATIONS)
            if element.get("TargetMode") != "External"
        ]

    def part(self, kind: str) -> _Element | None:
        """Root element of the main document's part of one kind."""
        names = self.related(self.main, kind)
        return self.parse(names[0]) if names else None


__all__ = ["Package", "W"]
