"""What can be wrong with a place, in sentences a clerk understands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pipeline.errors import ClerkError

_SENTENCES: Mapping[str, tuple[str, str]] = {
    "protocol": (
        "không hiểu địa chỉ {url}: chưa biết loại {protocol}://; hãy dùng đường dẫn thường, file:// hoặc s3://",
        "cannot make anything of {url}: {protocol}:// is not known; use a plain path, file:// or s3://",
    ),
    "malformed": (
        "địa chỉ {url} thiếu tên kho hoặc thư mục, chẳng hạn s3://kho/thu-muc",
        "{url} names no bucket or folder; it should look like s3://bucket/folder",
    ),
    "extra": (
        "để dùng {protocol}:// hãy cài thêm: pip install 'chitieu[{extra}]' ({detail})",
        "{protocol}:// needs another package: pip install 'chitieu[{extra}]' ({detail})",
    ),
    "package": (
        "để dùng {protocol}:// cần một gói Python khác: {detail}",
        "{protocol}:// needs another Python package: {detail}",
    ),
    "credentials": (
        "không có khóa truy cập cho {url}; hãy đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY hoặc chọn AWS_PROFILE",
        "no credentials for {url}; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or choose an AWS_PROFILE",
    ),
    "denied": (
        "không có quyền với {url}; hãy xem lại khóa truy cập và quyền của nó ({detail})",
        "access to {url} is denied; check the credentials and what they may do ({detail})",
    ),
    "missing": (
        "không có kho hoặc thư mục {url}; kho phải được tạo trước",
        "there is no bucket or folder {url}; a bucket must be made beforehand",
    ),
    "unreachable": (
        "không nối được tới {url}; hãy xem lại mạng và AWS_ENDPOINT_URL ({detail})",
        "{url} cannot be reached; check the network and AWS_ENDPOINT_URL ({detail})",
    ),
    "busy": (
        "{detail} đang ghi vào {url}; hãy đợi lần chạy đó xong hoặc dùng --out khác",
        "{detail} is writing into {url}; wait until that run has ended, or use another --out",
    ),
    "failed": (
        "lỗi khi dùng {url}: {detail}",
        "using {url} failed: {detail}",
    ),
}

_BY_NAME: Mapping[str, str] = {
    "NoCredentialsError": "credentials",
    "PartialCredentialsError": "credentials",
    "ProfileNotFound": "credentials",
    "TokenRetrievalError": "credentials",
    "PermissionError": "denied",
    "FileNotFoundError": "missing",
    "EndpointConnectionError": "unreachable",
    "ConnectTimeoutError": "unreachable",
    "ConnectionError": "unreachable",
    "HTTPClientError": "unreachable",
    "TimeoutError": "unreachable",
    "ClientConnectionError": "unreachable",
}
"""Name of an exception's class, or of one it is derived from → which sentence: libraries that may not be installed."""


class PlaceError(ClerkError):
    """A place that cannot be used.

    Args:
        code: which of the sentences.
        url: the place as given.
        details: what the sentence names besides.
    """

    def __init__(self, code: str, url: str, **details: str) -> None:
        words = {"url": url, "detail": "", **details}
        self.code = code
        self.url = url
        self.details = details
        vi, en = (sentence.format_map(words) for sentence in _SENTENCES[code])
        super().__init__(vi, en)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.code, self.url, self.details)


def _again(code: str, url: str, details: Mapping[str, str]) -> PlaceError:
    return PlaceError(code, url, **details)


def place_error(error: BaseException, url: str) -> PlaceError:
    """What an exception of fsspec or of a store's library means.

    Args:
        error: as it was raised.
        url: the place it is about.
    """
    if isinstance(error, PlaceError):
        return error
    detail = " ".join(str(error).split())[:200] or type(error).__name__
    for cause in _chain(error):
        for kind in type(cause).__mro__:
            if kind.__name__ in _BY_NAME:
                return PlaceError(_BY_NAME[kind.__name__], url, detail=detail)
    return PlaceError("failed", url, detail=detail)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__


@contextmanager
def explained(url: str) -> Iterator[None]:
    """While inside, whatever goes wrong with a place is a `PlaceError`."""
    try:
        yield
    except Exception as error:
        raise place_error(error, url) from error


__all__ = ["PlaceError", "explained", "place_error"]
