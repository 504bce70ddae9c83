"""What people decided about rows, kept apart from what extraction found: one JSON object a line, only ever appended.

`OUT/review/decisions.jsonl` belongs to no run: `chitieu run`, also with `--fresh`, never touches it. Each decision
holds what is needed to find its row again in other tables than those it was taken over: the document, the place, the
words, the sentence, the path of the file.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

Action = Literal["accept", "correct", "reject", "add", "complete", "withdraw"]
"""`complete`: a person has gone through the whole document; `withdraw`: an earlier decision is taken back."""

ROW_ACTIONS = ("accept", "correct", "reject", "add")
REVIEWABLE = ("indicators", "document_references", "organisations", "dates")
FOLDER, FILE = "review", "decisions.jsonl"


class DecisionError(ValueError):
    """A decision that cannot be taken: one sentence for a clerk in Vietnamese, one in English.

    Attributes:
        field: the column it is about, where it is about one.
    """

    def __init__(self, vi: str, en: str, column: str | None = None) -> None:
        super().__init__(f"{vi} / {en}")
        self.vi, self.en, self.field = vi, en, column


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Offsets are code points into `documents.text` as it was then."""

    id: str
    when: str
    """UTC, ISO 8601 to the millisecond with `Z`."""
    who: str
    why: str
    action: Action
    table: str = ""
    """One of `REVIEWABLE`; `documents` for `complete`; empty for `withdraw`."""
    row_id: str | None = None
    """The row's id then; for `add` the id the row has got."""
    doc_id: str | None = None
    source: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    surface: str | None = None
    sentence: str | None = None
    """The row's sentence; where its table has none, the line it stands in."""
    at: int | None = None
    """How far into `sentence` the words stand, where they do."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Column → new value, derived columns too."""
    before: Mapping[str, Any] = field(default_factory=dict)
    """The whole row as it was, for what is no longer found."""
    target: str | None = None
    """The decision that a `withdraw` takes back."""
    withdrawn: bool = False
    """Taken back later; not stored, told by `read_decisions`."""


def decisions_file(out: Path) -> Path:
    """Where the decisions over a run's tables lie."""
    return out / FOLDER / FILE


def new_decision(action: Action, who: str, why: str, **fields: Any) -> Decision:
    """A decision of this moment.

    Raises:
        DecisionError: nobody is named.
    """
    if not who.strip():
        raise DecisionError("Thiếu tên người xét.", "The name of who decides is missing.", "who")
    when = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return Decision(uuid4().hex[:16], when, " ".join(who.split()), " ".join(why.split()), action, **fields)


def append(out: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions at the end, all or none of them where the disk is full; several processes may do so at once.

    Raises:
        OSError: the folder cannot be written.
    """
    lines = "".join(json.dumps(_record(d), ensure_ascii=False, default=str) + "\n" for d in decisions).encode()
    path = decisions_file(out)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        with _exclusive(descriptor):
            size = os.fstat(descriptor).st_size
            # A power cut may have left half a line: ours begins a new one.
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            data = b"\n" + lines if torn else lines
            written = 0
            try:
                while written < len(data):
                    written += os.write(descriptor, data[written:])
            except OSError:
                os.ftruncate(descriptor, size)
                raise
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _exclusive(descriptor: int) -> Iterator[None]:
    """Nobody else appends meanwhile, where the system and the disk know locks."""
    try:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except (ImportError, OSError):
        yield
        return
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _record(decision: Decision) -> dict[str, Any]:
    record = asdict(decision)
    del record["withdrawn"]
    return {name: value for name, value in record.items() if value not in (None, "", {}) or name == "why"}


def read_decisions(out: Path) -> list[Decision]:
    """All decisions, oldest first, those taken back too (`withdrawn`).

    A line that is no decision (half a line after a power cut) is passed over.
    """
    try:
        lines = decisions_file(out).read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    found = [decision for line in lines if line.strip() and (decision := _parsed(line)) is not None]
    dead: set[str] = set()
    # From the last to the first, for a withdrawal may be taken back itself.
    for decision in reversed(found):
        if decision.action == "withdraw" and decision.id not in dead and decision.target:
            dead.add(decision.target)
    return [replace(d, withdrawn=True) if d.id in dead else d for d in found]


_NAMES = frozenset(Decision.__slots__) - {"withdrawn"}


def _parsed(line: bytes) -> Decision | None:
    try:
        record = json.loads(line)
        return Decision(**{name: value for name, value in record.items() if name in _NAMES})
    except (ValueError, TypeError, AttributeError):
        return None


def live(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions in force, oldest first."""
    return [d for d in decisions if not d.withdrawn and d.action != "withdraw"]


def folder_of(out: Path | str) -> Path:
    """The folder that decisions over a run are put on record in.

    Raises:
        DecisionError: it lies elsewhere, where nothing can be appended.
    """
    from pipeline.places import is_copy, is_url

    if is_url(out) or is_copy(out):
        raise DecisionError(
            f"{out} không nằm trên máy này nên không ghi quyết định được; hãy chép thư mục kết quả về máy.",
            f"{out} is not on this machine, so that no decision can be recorded; copy the output folder here first.",
        )
    return Path(out)


def withdraw(out: Path | str, decision_id: str, who: str, why: str = "") -> Decision:
    """Take a decision back; the decision itself stays on record.

    Args:
        out: folder of a run.
        decision_id: of the decision, or its first digits where only one begins so.
        who: who takes it back.
        why: the reason.

    Raises:
        DecisionError: there is no such decision, or it was taken back before.
    """
    folder = folder_of(out)
    meant = [d for d in read_decisions(folder) if d.id.startswith(decision_id)] if decision_id else []
    if len(meant) != 1:
        raise DecisionError(f"Không có quyết định {decision_id}.", f"There is no decision {decision_id}.")
    if meant[0].withdrawn:
        raise DecisionError("Quyết định này đã được rút lại rồi.", "This decision was withdrawn before.")
    decision = new_decision("withdraw", who, why, target=meant[0].id)
    append(folder, [decision])
    return decision
