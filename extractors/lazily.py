"""Packages that load a module when something of it is first asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def lazily(package: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """A package's `__getattr__`.

    Args:
        package: its name.
        modules: full name of a module → what the package has from it.

    Returns:
        what loads the module of a name and gives the attribute; it raises AttributeError for other names.
    """
    homes = {name: module for module, names in modules.items() for name in names}

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(homes[name]), name)

    return get


__all__ = ["lazily"]
