"""Annotate: run the extractors over clean text."""
