"""An explorer whose run is done again, goes away, or comes with a damaged index, while it is open."""

from __future__ import annotations
