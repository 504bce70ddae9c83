"""Makes a corpus of any size out of our own sample documents: mixed formats, no two documents equal.

    python -m benchmarks.generate FOLDER [--documents 1000] [--seed 0] [--first 0] [--mix txt=40,html=20,docx=20,pdf=20]

Document `i` depends on `i` and the seed alone, so a corpus can grow by its tail. Each is a sample under another
province, with its own number, its own figures, its paragraphs thinned out and some paragraphs of another sample put in.
Central directives stay as they are: documents of a real archive share those, and linking has to count them.
Formats: `txt md html docx pdf xlsx scan` by own writers; `doc` by LibreOffice, where it is installed. `scan` is a PDF
of pictures, 200 dpi, a little turned and noisy.
"""

from __future__ import annotations

import argparse
import html
import importlib
import io
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex

from gazetteers import read_table

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
MIX = {"txt": 40, "md": 5, "html": 20, "docx": 18, "pdf": 15, "xlsx": 2}
"""Shares of the formats that every machine can write and read, as seen in archives of offices; scans and `.doc` are
asked for by name."""

_FIGURE = regex.compile(
    r"(?<![\d.,/\-])[1-9]\d*(?:\.\d{3})*(?:,\d+)?(?=\s*(?:người|đoàn viên|lượt|đồng|triệu|tỷ|%|suất|lớp|cuộc|hộ|ha|tấn|"
    r"CNVCLĐ|lao động|doanh nghiệp|đơn vị|cán bộ|CĐCS|vụ|bản|hồ sơ|con|xã|học sinh|trường)\b)"
)
_OWN_NUMBER = regex.compile(r"^((?:\*\*)?Số:?\s*)\d+", regex.MULTILINE)
_HEAD_LINES = 12
"""Letterhead, title, grounds: never thinned out."""
_SCAN_DPI = 200


@dataclass(frozen=True)
class Source:
    """A sample as a layout script (see `corpus/layout.py`)."""

    stem: str
    province: str | None
    lines: tuple[str, ...]


def _layout() -> object:
    """`corpus/layout.py` is no package module: it stands beside the samples it lays out."""
    if str(CORPUS) not in sys.path:
        sys.path.insert(0, str(CORPUS))
    return importlib.import_module("layout")


@cache
def sources() -> tuple[Source, ...]:
    """All samples that are text or layout scripts; web pages are left out, their markup is no script."""
    if str(CORPUS) not in sys.path:
        sys.path.insert(0, str(CORPUS))
    build = importlib.import_module("build")
    province = {row["id"]: row["province"] for row in json.loads((CORPUS / "metadata.json").read_text("utf-8"))}
    return tuple(
        Source(sample.stem, province.get(sample.stem), tuple(filter(str.strip, sample.text.splitlines())))
        for sample in build.samples()
        if sample.format != "html"
    )


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(sorted({row["name"] for row in read_table("provinces") if row["type"] == "tỉnh"}))


def script(i: int, seed: int = 0) -> str:
    """Document `i` as a layout script.

    Args:
        i: which; also its own number.
        seed: other seeds give other documents.
    """
    rng = random.Random(f"{seed}/{i}")
    source, other = sources()[i % len(sources())], rng.choice(sources())
    body = [line for line in source.lines[_HEAD_LINES:] if line[0] in "@#|" or rng.random() > 0.15]
    borrowed = [line for line in other.lines[_HEAD_LINES:] if line[0] not in "@#|" and len(line) > 80]
    for line in rng.sample(borrowed, min(2, len(borrowed))):
        # Never between the rows of a table, or inside columns.
        places = [at for at, near in enumerate(body) if near[0] not in "@|" and len(near) > 80]
        if places:
            body.insert(rng.choice(places), line)
    text = "\n".join((*source.lines[:_HEAD_LINES], *body))
    if source.province:
        place = rng.choice(_provinces())
        text = text.replace(source.province, place).replace(source.province.upper(), place.upper())
    text = _OWN_NUMBER.sub(lambda found: f"{found[1]}{i + 1}", text)
    return _FIGURE.sub(lambda found: _like(found[0], rng), text)


def _like(figure: str, rng: random.Random) -> str:
    """Another number of the same shape."""
    return figure[0] + "".join(str(rng.randrange(10)) if char.isdigit() else char for char in figure[1:])


_DIRECTIVE = regex.compile(r"^@(?:title|caption|running) |^#+ |^@(?:left|right|end|page)$", regex.MULTILINE)


def plain(text: str) -> str:
    """A layout script as plain text."""
    return "\n".join(line for line in _DIRECTIVE.sub("", text).split("\n") if line.strip()) + "\n"


def _markup(text: str) -> str:
    parts = ["<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>Báo cáo</title></head><body><article>"]
    for line in plain(text).split("\n"):
        if line.startswith("|"):
            cells = "".join(f"<td>{html.escape(cell.strip())}</td>" for cell in line.strip("|").split("|"))
            parts.append(f"<table><tr>{cells}</tr></table>")
        elif line:
            parts.append(f"<p>{html.escape(line)}</p>")
    return "\n".join((*parts, "</article></body></html>")).replace("</table>\n<table>", "\n")


def _well_formed(text: str) -> str:
    """A script whose tables have rows of one length, which the writers of `.docx` and `.pdf` ask for."""
    lines, width = [], 0
    for line in text.split("\n"):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if all(set(cell) <= set("-: ") for cell in cells):
                continue
            width = width or max(2, len(cells))
            lines.append("| " + " | ".join((cells + [""] * width)[:width]) + " |")
        else:
            width = 0
            lines.append(line)
    return "\n".join(lines)


def _write_workbook(text: str, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Báo cáo")
        lines = plain(text).split("\n")
        for row, line in enumerate(lines):
            for column, cell in enumerate(line.strip("|").split("|") if line.startswith("|") else [line]):
                sheet.write_string(row, column, cell.strip())


def _write_scan(text: str, path: Path, rng: random.Random) -> None:
    """The pages of the PDF as pictures: no text layer, turned by up to a degree, noisy."""
    import numpy as np
    import pypdfium2 as pdfium
    from PIL import Image

    buffer = io.BytesIO()
    with tempfile.TemporaryDirectory() as place:
        digital = Path(place) / "digital.pdf"
        _layout().write_pdf(_well_formed(text), digital)  # type: ignore[attr-defined]
        document = pdfium.PdfDocument(digital)
        noise = np.random.default_rng(rng.randrange(2**32))
        pages = []
        for page in document:
            picture = page.render(scale=_SCAN_DPI / 72).to_pil().convert("L")
            picture = picture.rotate(rng.uniform(-1, 1), fillcolor=255, resample=Image.Resampling.BICUBIC)
            grey = np.asarray(picture, dtype=np.int16) + noise.normal(0, 12, (picture.height, picture.width))
            pages.append(Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8)))
        document.close()
    pages[0].save(buffer, "PDF", resolution=_SCAN_DPI, save_all=True, append_images=pages[1:])
    path.write_bytes(buffer.getvalue())


def _write_word97(paths: Sequence[Path]) -> None:
    """`.docx` files as `.doc` beside them, by LibreOffice; the `.docx` go."""
    with tempfile.TemporaryDirectory() as profile:
        for start in range(0, len(paths), 200):
            some = paths[start : start + 200]
            subprocess.run(
                ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "doc", "--outdir",
                 str(some[0].parent), *map(str, some)],
                check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
    for path in paths:
        path.unlink()


def write(i: int, suffix: str, folder: Path, seed: int = 0) -> Path:
    """Write document `i`.

    Args:
        i: which.
        suffix: format; `doc` is written as `.docx`, for `generate` to turn over.
        folder: where; 500 documents go into a folder of their own.
        seed: of the corpus.
    """
    text = script(i, seed)
    place = folder / f"{i // 500:04d}"
    place.mkdir(parents=True, exist_ok=True)
    path = place / f"{i:07d}.{ {'scan': 'pdf', 'doc': 'docx'}.get(suffix, suffix) }"
    layout = _layout()
    writers: dict[str, Callable[[], object]] = {
        "txt": lambda: path.write_text(plain(text), encoding="utf-8"),
        "md": lambda: path.write_text(plain(text), encoding="utf-8"),
        "html": lambda: path.write_text(_markup(text), encoding="utf-8"),
        "docx": lambda: layout.write_docx(_well_formed(text), path),  # type: ignore[attr-defined]
        "doc": lambda: layout.write_docx(_well_formed(text), path),  # type: ignore[attr-defined]
        "pdf": lambda: layout.write_pdf(_well_formed(text), path),  # type: ignore[attr-defined]
        "xlsx": lambda: _write_workbook(text, path),
        "scan": lambda: _write_scan(text, path, random.Random(f"scan {seed}/{i}")),
    }
    writers[suffix]()
    return path


def generate(
    folder: Path, documents: int, mix: Mapping[str, int] = MIX, seed: int = 0, first: int = 0
) -> dict[str, int]:
    """Write documents `first` to `first + documents`.

    Args:
        folder: made where it does not exist.
        documents: how many.
        mix: format → share.
        seed: other seeds give other documents.
        first: number of the first.

    Returns:
        how many of each format.
    """
    counts = dict.fromkeys(mix, 0)
    old: dict[Path, list[Path]] = {}
    for i in range(first, first + documents):
        # Formats by document, not in blocks: any run of them is mixed. Not the sample's own cycle, which `i` has too.
        suffix = random.Random(f"format {seed}/{i}").choices(list(mix), list(mix.values()))[0]
        path = write(i, suffix, folder, seed)
        if suffix == "doc":
            old.setdefault(path.parent, []).append(path)
        counts[suffix] += 1
    for paths in old.values():
        _write_word97(paths)
    return counts


def main() -> None:
    """Write and say what."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--mix", default=",".join(f"{name}={share}" for name, share in MIX.items()))
    args = parser.parse_args()
    mix = {name: int(share) for name, _, share in (part.partition("=") for part in args.mix.split(","))}
    print(generate(args.folder, args.documents, mix, args.seed, args.first))


if __name__ == "__main__":
    main()
