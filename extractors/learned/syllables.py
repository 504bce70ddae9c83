"""The learned extractors' tokenizer: syllables, numbers and punctuation marks, by a pattern.

Words would cost underthesea's segmentation of the whole text, and names of organisations are made of syllables anyway.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from extractors.learned.passages import syllable_spans
from extractors.tokenizer import VietnameseTokenizer, make_doc


class SyllableTokenizer(VietnameseTokenizer):
    """Callable from text to `Doc`; `doc.text` is the text."""

    def __call__(self, text: str) -> Doc:
        """Tokenize any text."""
        return make_doc(self.vocab, text, syllable_spans(text))


@registry.tokenizers("chitieu.syllables.v1")
def create_tokenizer() -> Callable[[Any], SyllableTokenizer]:
    """For a spaCy config: `{"@tokenizers": "chitieu.syllables.v1"}`."""

    def tokenizer_of(nlp: Any) -> SyllableTokenizer:
        vocab: Vocab = nlp.vocab
        return SyllableTokenizer(vocab)

    return tokenizer_of


__all__ = ["SyllableTokenizer", "create_tokenizer"]
