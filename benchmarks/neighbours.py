"""Others beside us in one run, on the same texts and files: what they do costs this much, and what we do that much.

None of them does what this project does; they are the floor, and what one would otherwise start from.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.figures import Figure, clock
from benchmarks.generate import generate, plain, script

GROUP = "beside others"
_NER_CHARS = 40_000
"""underthesea's entities come at some 13,000 characters a second."""


def measure(documents: int) -> Iterator[Figure]:
    """Measure.

    Args:
        documents: how many texts; of PDF files a fifth.
    """
    texts = [plain(script(i, seed=1)) for i in range(documents)]
    chars = sum(map(len, texts))
    for name, work, some in (
        ("underthesea: sentences and words", _segment(), texts),
        ("underthesea: entities (CRF)", _entities(), _up_to(texts, _NER_CHARS)),
        ("spaCy, blank, with an entity ruler of our gazetteer", _ruler(), texts),
        ("chitieu: text to rows", _ours(), texts),
    ):
        work(texts[0])
        with clock() as spent:
            for text in some:
                work(text)
        yield Figure(GROUP, name, sum(map(len, some)) / spent.seconds / 1e3, "kchar/s", note=f"{chars:,} characters")
    yield from _pdf(max(1, documents // 5))


def _up_to(texts: list[str], chars: int) -> list[str]:
    some: list[str] = []
    for text in texts:
        if sum(map(len, some)) > chars:
            break
        some.append(text)
    return some


def _segment() -> Callable[[str], object]:
    from underthesea import sent_tokenize, word_tokenize

    return lambda text: [
        word_tokenize(sentence, use_token_normalize=False)
        for line in text.split("\n")
        for sentence in sent_tokenize(line)
    ]


def _entities() -> Callable[[str], object]:
    from underthesea import ner

    return lambda text: [ner(line) for line in text.split("\n") if line]


def _ruler() -> Callable[[str], object]:
    import spacy

    import gazetteers

    # Without pyvi, which is not installed; its segmentation would cost more than the ruler.
    tokenizer = {"@tokenizers": "spacy.vi.VietnameseTokenizer", "use_pyvi": False}
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": tokenizer}})
    table = Path(gazetteers.__file__).parent / "organisations.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        names = [name for row in csv.DictReader(lines) for name in (row["name"], *row["forms"].split("|")) if name]
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": name} for name in names])  # type: ignore[attr-defined]
    return nlp


def _ours() -> Callable[[str], object]:
    from pipeline import extract_text

    return extract_text


def _pdf(documents: int) -> Iterator[Figure]:
    import pdfplumber

    from pipeline import extract_file
    from pipeline.read import read_bytes

    def plumber(path: Path) -> object:
        with pdfplumber.open(path) as document:
            return [(page.extract_text(), page.extract_tables()) for page in document.pages]

    with tempfile.TemporaryDirectory(prefix="chitieu-bench-") as place:
        generate(Path(place), documents, {"pdf": 1}, seed=1)
        files = sorted(Path(place).rglob("*.pdf"))
        pages = sum(extract_file(path).documents[0]["n_pages"] for path in files)
        for name, work in (
            ("pdfplumber alone: text and tables", plumber),
            ("chitieu: reading, tables included", lambda path: read_bytes(path.read_bytes(), path.name)),
            ("chitieu: PDF to rows", extract_file),
        ):
            work(files[0])
            with clock() as spent:
                for path in files:
                    work(path)
            yield Figure(GROUP, name, pages / spent.seconds, "pages/s", note=f"{pages} pages")
