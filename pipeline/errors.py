"""Why an input could not be done: a closed list of stable codes, each with one sentence a clerk understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Stage = Literal["discover", "read", "extract", "write"]


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One code: the stage it arises in, and its sentence in both languages (`{…}` are filled in)."""

    stage: Stage
    vi: str
    en: str


ERROR_KINDS: Mapping[str, ErrorKind] = {
    "unreadable_file": ErrorKind(
        "discover",
        "Không mở được tệp; hãy kiểm tra xem tệp còn ở đó và có quyền đọc không.",
        "The file cannot be opened; check that it is still there and that you may read it.",
    ),
    "empty_file": ErrorKind(
        "read",
        "Tệp trống, không có nội dung nào để đọc.",
        "The file is empty: there is nothing to read.",
    ),
    "too_large": ErrorKind(
        "read",
        "Tệp quá lớn: {size}, giới hạn là {limit}.",
        "The file is too large: {size}, the limit is {limit}.",
    ),
    "too_many_pages": ErrorKind(
        "read",
        "Tệp có quá nhiều trang: {pages}, giới hạn là {limit}.",
        "The file has too many pages: {pages}, the limit is {limit}.",
    ),
    "too_much_text": ErrorKind(
        "read",
        "Tệp có quá nhiều chữ: {chars_vi} ký tự, giới hạn là {limit_vi}; hãy chia tệp thành từng văn bản.",
        "The file holds too much text: {chars_en} characters, the limit is {limit_en}; split it into its documents.",
    ),
    "unsupported_type": ErrorKind(
        "read",
        "Chưa đọc được loại tệp này ({found_vi}); các loại đọc được là {readable}.",
        "This kind of file ({found_en}) cannot be read yet; readable kinds are {readable}.",
    ),
    "missing_tool": ErrorKind(
        "read",
        "Máy chưa có chương trình {name}, cần để {vi}; hãy cài các gói: {packages}.",
        "The program {name}, which {en}, is not installed; install the packages: {packages}.",
    ),
    "wrong_type": ErrorKind(
        "read",
        "Tên tệp có đuôi {suffix} nhưng nội dung không phải loại đó ({found_vi}); tệp có thể bị hỏng hoặc đặt sai tên.",
        "The name ends in {suffix} but the content is of another kind ({found_en}); "
        "the file may be damaged or wrongly named.",
    ),
    "bad_encoding": ErrorKind(
        "read",
        "Không nhận ra bảng mã của văn bản; hãy lưu lại tệp dưới dạng UTF-8 (Unicode).",
        "The text's encoding is not recognised; save the file again as UTF-8 (Unicode).",
    ),
    "truncated_text": ErrorKind(
        "read",
        "Tệp văn bản bị cắt giữa chừng (ký tự cuối không trọn vẹn); hãy lấy lại tệp gốc.",
        "The text file is cut off (its last character is incomplete); fetch the original again.",
    ),
    "encrypted_pdf": ErrorKind(
        "read",
        "Tệp PDF có mật khẩu; hãy gỡ mật khẩu rồi chạy lại.",
        "The PDF is protected by a password; remove the password and run again.",
    ),
    "truncated_pdf": ErrorKind(
        "read",
        "Tệp PDF bị cắt giữa chừng (thiếu phần cuối); hãy tải lại tệp.",
        "The PDF is cut off (its end is missing); download it again.",
    ),
    "damaged_pdf": ErrorKind(
        "read",
        "Tệp PDF bị hỏng, không mở được; hãy tải lại hoặc xuất lại tệp.",
        "The PDF is damaged and cannot be opened; download or export it again.",
    ),
    "no_text_layer": ErrorKind(
        "read",
        "Tệp là bản quét và không nhận dạng được chữ nào trong đó; hãy quét lại cho rõ hơn, "
        "hoặc xem trang có trắng không.",
        "The file is a scan in which no text could be recognised; scan it again more clearly, "
        "or check whether its pages are blank.",
    ),
    "damaged_image": ErrorKind(
        "read",
        "Tệp ảnh bị hỏng, không mở được; hãy quét hoặc lưu lại ảnh.",
        "The picture is damaged and cannot be opened; scan or save it again.",
    ),
    "encrypted_office": ErrorKind(
        "read",
        "Tệp Office có mật khẩu; hãy gỡ mật khẩu rồi chạy lại.",
        "The Office file is protected by a password; remove the password and run again.",
    ),
    "truncated_office": ErrorKind(
        "read",
        "Tệp Office bị cắt giữa chừng (thiếu phần cuối); hãy lấy lại tệp gốc.",
        "The Office file is cut off (its end is missing); fetch the original again.",
    ),
    "damaged_office": ErrorKind(
        "read",
        "Tệp Office bị hỏng, không mở được; hãy mở và lưu lại bằng chương trình đã tạo ra nó.",
        "The Office file is damaged and cannot be opened; open it in the program that made it and save it again.",
    ),
    "unsafe_archive": ErrorKind(
        "read",
        "Tệp nén bung ra quá lớn hoặc quá nhiều phần nên không được mở để giữ an toàn.",
        "The file unpacks to far too much data or too many parts, so it was not opened, for safety.",
    ),
    "encrypted_archive": ErrorKind(
        "read",
        "Tệp nén có mật khẩu; hãy giải nén bằng mật khẩu rồi chạy lại trên thư mục đã giải nén.",
        "The archive is protected by a password; unpack it with the password and run again on the folder.",
    ),
    "damaged_archive": ErrorKind(
        "read",
        "Tệp nén bị hỏng hoặc bị cắt giữa chừng, không lấy ra được nội dung này; hãy tải lại hoặc nén lại.",
        "The archive is damaged or cut off and this content cannot be got out of it; download or pack it again.",
    ),
    "empty_archive": ErrorKind(
        "read",
        "Tệp nén không chứa tệp nào.",
        "The archive holds no file.",
    ),
    "unsafe_entry": ErrorKind(
        "read",
        "Mục này trong tệp nén chỉ ra ngoài thư mục của nó (đường dẫn hoặc liên kết) nên không được mở, "
        "để giữ an toàn.",
        "This entry of the archive points outside its folder (by its path or as a link), so it was not opened, "
        "for safety.",
    ),
    "unsupported_compression": ErrorKind(
        "read",
        "Mục này được nén bằng cách chưa đọc được; hãy giải nén rồi chạy lại trên thư mục đã giải nén.",
        "This entry is packed in a way that cannot be read yet; unpack the archive and run again on the folder.",
    ),
    "nested_too_deep": ErrorKind(
        "read",
        "Tệp nén lồng nhau quá sâu: giới hạn là {limit} lớp.",
        "Archives are nested too deeply: the limit is {limit} levels.",
    ),
    "too_many_members": ErrorKind(
        "read",
        "Tệp nén chứa quá nhiều tệp: giới hạn là {limit}; phần còn lại không được đọc.",
        "The archive holds too many files: the limit is {limit}; the rest was not read.",
    ),
    "damaged_mail": ErrorKind(
        "read",
        "Thư điện tử bị hỏng, không tách được các phần; hãy lưu lại thư.",
        "The e-mail is damaged and cannot be taken apart; save it again.",
    ),
    "no_text": ErrorKind(
        "read",
        "Mở được tệp nhưng không thấy chữ nào trong đó.",
        "The file opens but holds no text.",
    ),
    "reader_failed": ErrorKind(
        "read",
        "Trình đọc gặp lỗi ngoài dự kiến với tệp này ({detail}); xin gửi tệp cho nhóm phát triển.",
        "The reader failed unexpectedly on this file ({detail}); please send the file to the developers.",
    ),
    "too_slow": ErrorKind(
        "read",
        "Đọc tệp này lâu quá {seconds} giây nên đã dừng lại; có thể cho thêm thời gian bằng --max-seconds.",
        "Reading this file took longer than {seconds} seconds and was stopped; --max-seconds gives it more time.",
    ),
    "too_much_memory": ErrorKind(
        "read",
        "Đọc tệp này cần nhiều bộ nhớ hơn {limit} nên đã dừng lại; có thể cho thêm bộ nhớ bằng --max-memory.",
        "Reading this file needs more than {limit} of memory and was stopped; --max-memory gives it more.",
    ),
    "crashed": ErrorKind(
        "read",
        "Trình đọc bị sập khi đọc tệp này (tệp có thể bị hỏng); xin gửi tệp cho nhóm phát triển.",
        "The reader crashed on this file (which may be damaged); please send the file to the developers.",
    ),
    "internal_error": ErrorKind(
        "extract",
        "Chương trình gặp lỗi ngoài dự kiến với tệp này ({detail}); xin gửi tệp cho nhóm phát triển.",
        "The program failed unexpectedly on this file ({detail}); please send the file to the developers.",
    ),
}
"""Every code that `errors.error` can hold. Codes are stable: dashboards and scripts compare them."""


class ClerkError(Exception):
    """Something that stops a command, told in one sentence in Vietnamese and one in English.

    The command line prints both and exits with 2.
    """

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en

    def __reduce__(self) -> tuple[object, ...]:
        # Another process may raise it.
        return type(self), (self.vi, self.en)


class NoRunError(ClerkError):
    """A folder that should hold a finished run holds none that can be read."""


class InputError(Exception):
    """An input that cannot be done, and why.

    Args:
        code: one of `ERROR_KINDS`.
        stage: `discover`, `read`, `extract` or `write`.
        vi: one Vietnamese sentence a clerk understands.
        en: the same in English.
    """

    def __init__(self, code: str, stage: Stage, vi: str, en: str) -> None:
        super().__init__(code, stage, vi, en)
        self.code = code
        self.stage: Stage = stage
        self.vi = vi
        self.en = en

    @property
    def message(self) -> str:
        """Both sentences, Vietnamese first, as the table `errors` shows them."""
        return f"{self.vi} / {self.en}"

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


def input_error(code: str, **details: object) -> InputError:
    """The error of one code, its sentences filled in.

    Args:
        code: one of `ERROR_KINDS`.
        details: what the code's sentences name in braces.

    Raises:
        KeyError: no such code, or a detail is missing.
    """
    kind = ERROR_KINDS[code]
    return InputError(code, kind.stage, kind.vi.format_map(details), kind.en.format_map(details))


__all__ = ["ERROR_KINDS", "ClerkError", "ErrorKind", "InputError", "NoRunError", "Stage", "input_error"]
