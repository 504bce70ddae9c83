from pipeline.document import ReadResult
from pipeline.errors import input_error
from pipeline.read.reader import Limits, Reader


def _read(data: bytes, limits: Limits) -> ReadResult:
    raise input_error("no_text")


READER = Reader("pdf", (".pdf",), lambda data: False, _read)
