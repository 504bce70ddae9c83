"""What pages say in words: no codes, units beside computed numbers, and what an address could not be understood for."""

from __future__ import annotations
