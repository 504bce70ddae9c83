"""Review in the explorer, as a clerk meets it: no reason is lost, no key is dumb, no number is read the wrong way."""

from __future__ import annotations
