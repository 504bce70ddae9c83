"""Text to rows against its floor, and references alone, over generated texts and over the samples as they are."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks import pdf, pipeline, references
from benchmarks.figures import Figure
from benchmarks.generate import CORPUS, plain, script

GROUP = "text"


def measure(documents: int, repeat: int) -> Iterator[Figure]:
    """Measure.

    Args:
        documents: generated texts.
        repeat: rounds, of which the best counts.
    """
    made = [plain(script(i, seed=2)) for i in range(documents)]
    for name, texts in (("generated", made), ("samples", list(pipeline.texts(CORPUS)))):
        found = pipeline.measure(texts, name, repeat)
        yield Figure(
            GROUP, f"whole text pipeline over segmentation, {name}", found.ratio, "x", "<= 1.25",
            f"{found.documents} texts, {found.characters / found.pipeline_seconds / 1e3:.0f} kchar/s against "
            f"{found.characters / found.floor_seconds / 1e3:.0f}, {found.indicators:,} indicators",
        )  # fmt: skip
    references.best_run(made[:1], 1)
    seconds, count = references.best_run(made, repeat)
    size = sum(len(text.encode()) for text in made)
    yield Figure(
        GROUP,
        "references alone",
        size / seconds / 1e6,
        "MB/s/core",
        ">= 5",
        f"{count / size * 1e3:.1f} references a kB",
    )
    found_in_pdf = pdf.measure(list(pdf.pdfs(CORPUS / "pdf", 20)), "pdf", repeat)
    yield Figure(
        GROUP, "digital PDF to rows against its text as .txt", found_in_pdf.speed, "x speed", ">= 0.5",
        f"{found_in_pdf.documents} samples, {found_in_pdf.pages} pages",
    )  # fmt: skip
