"""Export: a run's tables, with people's decisions applied, in the forms others work with."""

from pipeline.export.choose import ExportError, Options
from pipeline.export.give import Given, export

__all__ = ["ExportError", "Given", "Options", "export"]
