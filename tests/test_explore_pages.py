"""The explorer's pages over a real server: what they show, filter, link to and give out."""

from __future__ import annotations
