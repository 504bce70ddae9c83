"""Scans and pictures of pages: what stands on them, by Tesseract and a second reader for handwritten figures.

A picture goes through `picture` (upright, straight, evenly lit, stamps away), `rules` (tables' lines out of the way),
`engine` (Tesseract), `fields` (the letterhead's number and date once more), `corrections` and `layout` (places in
points); what comes out is laid out like the words of any PDF page.
"""

from pipeline.read.ocr.document import Outcome, PagePicture, recognise_pages
from pipeline.read.ocr.page import RecognisedPage, recognise, straightened

__all__ = ["Outcome", "PagePicture", "RecognisedPage", "recognise", "recognise_pages", "straightened"]
