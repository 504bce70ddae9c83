"""Places: where inputs lie and outputs go, a path of this machine or the URL of an object store or another file system.

Every path is what it always was. URLs (`s3://bucket/folder`) are opened through fsspec; the package that knows a
protocol is an extra of ours (`chitieu[s3]`) or any that fsspec finds.
"""

from pipeline.places.place import Place, PlaceError, Stat, is_url
from pipeline.places.published import is_copy, local_run

__all__ = ["Place", "PlaceError", "Stat", "is_copy", "is_url", "local_run"]
