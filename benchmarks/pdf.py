"""Digital PDF to rows against the same text from a `.txt` file.

    python benchmarks/pdf.py [FOLDER …] [--rounds 5] [--most 20] [--json FILE]

Every PDF of a folder is taken from bytes to rows, and so is its text, saved as plain text. Texts of a folder
(`.txt`, `.md`) are laid out as PDF first, which is not measured. Processor seconds, in turns, the best round of each;
bounded caches are emptied before each round.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

if Path(sys.path[0]).resolve() == Path(__file__).resolve().parent:
    # Run as a script: this file would be taken for the package of its name.
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from benchmarks.pipeline import forget
from extractors.words import warm_up
from pipeline.clean import clean
from pipeline.core import extract_bytes
from pipeline.read import InputError, read_bytes

_CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "pdf"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one folder; seconds of one core."""

    name: str
    documents: int
    pages: int
    characters: int
    pdf_seconds: float
    text_seconds: float

    @property
    def speed(self) -> float:
        """Speed of PDF to rows as a share of the speed of the same text as `.txt`."""
        return self.text_seconds / self.pdf_seconds


def pdfs(folder: Path, most: int) -> Iterator[bytes]:
    """PDFs of a folder, and its texts laid out as such.

    Args:
        folder: looked through to its end, in the order of names.
        most: how many.
    """
    paths = sorted(path for path in folder.rglob("*") if path.suffix in (".pdf", ".txt", ".md"))
    for path in [path for path in paths if path.name != "README.md"][:most]:
        data = path.read_bytes()
        yield data if path.suffix == ".pdf" else laid_out(clean(read_bytes(data, path.name)).text)


def laid_out(text: str) -> bytes:
    """A text as PDF: A4, justified, one paragraph a line of the text."""
    from xml.sax.saxutils import escape

    import font_roboto
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(TTFont("Body", font_roboto.Roboto))
    style = ParagraphStyle("body", fontName="Body", fontSize=12, leading=16, alignment=TA_JUSTIFY, firstLineIndent=28)
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Paragraph(escape(line), style) for line in text.split("\n")])
    return out.getvalue()


def measure(documents: Sequence[bytes], name: str = "", rounds: int = 5) -> Figures:
    """PDF and text, in turns.

    Args:
        documents: PDFs with a text layer.
        name: what they are, for the report.
        rounds: how often each is measured; the best counts.
    """
    warm_up()
    rows = [extract_bytes(data, "a.pdf").documents[0] for data in documents]
    plain = [row["text"].encode() for row in rows]
    as_pdf, as_text = [], []
    for _ in range(rounds):
        as_pdf.append(_seconds(documents, "a.pdf"))
        as_text.append(_seconds(plain, "a.txt"))
    characters = sum(len(row["text"]) for row in rows)
    return Figures(name, len(rows), sum(row["n_pages"] for row in rows), characters, min(as_pdf), min(as_text))


def _seconds(documents: Sequence[bytes], name: str) -> float:
    forget()
    start = time.process_time()
    for data in documents:
        extract_bytes(data, name)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[_CORPUS])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--most", type=int, default=20, help="documents of a folder")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = []
    print("folder            PDFs pages      chars   PDF ms/page  text ms/page  speed of PDF")
    for folder in args.folders:
        try:
            one = measure(list(pdfs(folder, args.most)), folder.name, args.rounds)
        except InputError as problem:
            parser.error(f"{folder}: {problem}")
        found.append(one)
        per_page = 1e3 / one.pages
        print(
            f"{one.name:16} {one.documents:5} {one.pages:5} {one.characters:10,} {one.pdf_seconds * per_page:13.1f} "
            f"{one.text_seconds * per_page:13.1f} {one.speed:13.2f}"
        )
    if args.json:
        args.json.write_text(json.dumps([{**asdict(one), "speed": one.speed} for one in found], indent=1))


if __name__ == "__main__":
    main()
