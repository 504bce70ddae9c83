"""OLE compound files, the envelope of Office 97–2003: which streams they hold, and the bytes of one."""

from __future__ import annotations

from io import BytesIO

from pipeline.read.kinds import OLE_MARK

_MOST_STREAMS = 10_000


def has_stream(data: bytes, *names: str) -> bool:
    """Whether bytes are an OLE file with one of the streams at its root; of a damaged one its remains tell."""
    if not data.startswith(OLE_MARK):
        return False
    found = root_streams(data)
    if found is None:
        return any(name.encode("utf-16-le") + b"\0\0" in data for name in names)
    return any(name.lower() in found for name in names)


def root_streams(data: bytes) -> frozenset[str] | None:
    """Lower-case names of the streams at an OLE file's root; null where its directory cannot be read."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            paths = ole.listdir(streams=True, storages=False)[:_MOST_STREAMS]
    except (OSError, ValueError, IndexError, TypeError, AttributeError):
        return None
    return frozenset(path[0].lower() for path in paths if len(path) == 1)


__all__ = ["has_stream", "root_streams"]
