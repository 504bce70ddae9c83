"""What one clause hands to the next: subjects, nouns counted, verbs, the whole that parts belong to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from extractors.indicators.labels import measure_of
from extractors.model import Role

_SAVED = ("main", "subject", "parent", "noun", "action", "predicate", "unit", "growing", "rate", "direction")


_NAME = 7
"""Words above which what leads a list in gives its items only the measure it names."""


def compose_item(item: str, lead: str) -> str:
    """`Thuê dịch vụ tin nhắn` under `Dự toán kinh phí quan trắc …:` → `dự toán kinh phí thuê dịch vụ tin nhắn`."""
    if len(lead.split()) <= _NAME:
        return f"{item} {lead}"
    measure = measure_of(lead)
    shared = set(measure.lower().split()) & set(item.lower().split())
    return f"{measure} {item}" if measure and not shared else item


@dataclass(slots=True)
class Carry:
    """State of reading one paragraph; made anew for each."""

    item: str = ""
    """The words before the colon of a list item (`Gạo: tháng 6 …`)."""
    lead: str = ""
    """The measure that the text leading in names (`xuất khẩu`, `giá trị sản xuất công nghiệp`)."""
    about: str = ""
    """The topic a sentence opens with (`Về đề án …,`)."""
    main: str = ""
    """Subject of the sentence."""
    subject: str = ""
    """Subject of the clause just read."""
    parent: str = ""
    """What `trong đó` and brackets are parts of."""
    core: str = ""
    """The thing itself, before nouns like `sản lượng`, `giá trị` were put to it."""
    noun: str = ""
    """The last noun phrase counted, without its verb."""
    action: str = ""
    """The last verb of doing with its complement."""
    predicate: str = ""
    """What was done, said before the number (`tập huấn nghiệp vụ …, tổ chức được 33 lớp`)."""
    unit: tuple[str, str] | None = None
    """Unit and dimension of the last count."""
    growing: bool = False
    """The whole was given as a rate of growth."""
    rate: Role | None = None
    """Role of the last percent."""
    event: str = ""
    """The last kind of incident counted (`vụ tai nạn giao thông`)."""
    labels: dict[str, str] = field(default_factory=dict)
    """Unit → label of the first thing counted in it."""
    quota: bool = False
    """The last fraction was of a plan (`thành lập 97/90 CĐCS`)."""
    proposed: bool = False
    """What follows is asked for (`Đề xuất: bổ sung 620 biên chế`)."""
    main_counts: bool = False
    """`main` is a count (`thành lập mới 50 hợp tác xã`): it ends with its sentence."""
    siblings: int = 0
    """How many subjects the sentence has named."""
    direction: int = 0
    """Direction of the last verb of change."""
    rated: str = ""
    """The last thing a percent was said of, for the places listed behind it (`Sơn La (87%), Lai Châu (59%)`)."""
    part_of: tuple[Role, str | None] | None = None
    """Role and kind of the whole whose parts are told (`kế hoạch vốn 6.100 tỷ đồng, gồm: …`)."""
    aimed: Decimal | None = None
    """The last amount the sentence set as a target."""
    bracketed: Role | None = None
    """Role of the last percent in brackets of the sentence."""
    whom: str = ""
    """Of whom the last share was told (`giáo viên đạt chuẩn`)."""
    measured: str = ""
    """The last subject that was more than a name (`các tỉnh đạt mức tăng trưởng GTSXCN …`)."""
    listed: str = ""
    """What a list within the sentence is of (`Các bộ có số lượng văn bản phải sửa lớn như: …`)."""
    offence: str = ""
    """What the offenders or cases of the sentence are of (`vi phạm về quản lý kinh tế`)."""
    owner: str = ""
    """Who has what the sentence counts (`Trường X có 87 lớp với 4.241 học sinh`)."""
    fraction: tuple[Decimal, Decimal, bool] | None = None
    """The last fraction of the sentence: part, whole, and whether the whole is a plan."""
    _stack: list[Carry] = field(default_factory=list)

    @property
    def thing(self) -> str:
        """What the paragraph itself is about."""
        if self.item and self.lead and self.lead.lower() not in self.item.lower():
            return compose_item(self.item, self.lead)
        return self.item or self.lead

    def begin_sentence(self) -> None:
        """A new sentence: a count does not go on as its subject, and after a list the whole is the subject again."""
        if self.main_counts:
            self.main, self.main_counts = "", False
        elif self.siblings > 1 and self.lead:
            self.main = self.lead
        self.siblings = 0
        self.direction = 0
        self.quota = False
        self.fraction = None
        self.listed = self.whom = self.owner = self.offence = ""
        self.bracketed = self.part_of = self.aimed = None

    def forget(self) -> None:
        """Nothing said before holds on: a footnote begins."""
        self.main = self.subject = self.noun = self.action = self.parent = self.predicate = self.core = self.item = ""
        self.main_counts = False

    def push(self) -> None:
        """Enter a bracket."""
        self._stack.append(replace(self, _stack=[], labels=self.labels))

    def pop(self) -> None:
        """Leave a bracket: what was read in it does not hold outside."""
        if self._stack:
            outer = self._stack.pop()
            for name in _SAVED:
                setattr(self, name, getattr(outer, name))
