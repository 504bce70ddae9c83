"""`chitieu serve` as a command: it serves this machine until Ctrl-C, and says in words what it cannot do."""

from __future__ import annotations
