"""Who is drawn on which seat of a plan, and how one seat looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from printables import typeface, wording
from printables.marks import attendance_state
from printables.pen import INK, MM, RULE, SOFT, ZEBRA, Pen
from shared.ids import RoomId
from shared.look import STATE_LOOKS
from shared.plan.candidates import Arrangement, Candidate
from shared.plan.pack import SessionPack
from shared.record.events.candidate import Attendance
from shared.record.register import Register, SittingState

_GAP: Final = 0.7 * MM
_PAD: Final = 1.6 * MM
_TOP: Final = 5.2 * MM
_STEP: Final = typeface.LEAST_SIZE * 1.16


@dataclass(frozen=True)
class Occupant:
    """Somebody on a seat. ``state`` None: as planned, nothing recorded is shown."""

    number: str
    name: str
    component: str
    arrangements: tuple[Arrangement, ...] = ()
    state: SittingState | None = None
    struck: bool = False
    remark: str = ""

    @property
    def marks(self) -> str:
        """The codes of the arrangements."""
        return " ".join(a.code for a in self.arrangements)


def occupants_of(
    pack: SessionPack, room: RoomId, register: Register | None
) -> tuple[dict[str, tuple[Occupant, ...]], tuple[Occupant, ...]]:
    """Who sits on which seat of ``room``, and who is in the room without a seat on its plan."""
    known = {seat.label for seat in found.seats} if (found := pack.room(room)) else set()
    seated: dict[str, list[Occupant]] = {}
    unseated: list[Occupant] = []
    for seat, occupant in _as_it_was(pack, room, register) if register else _as_planned(pack, room):
        if seat in known:
            seated.setdefault(seat, []).append(occupant)
        else:
            unseated.append(occupant)
    return {label: tuple(people) for label, people in seated.items()}, tuple(unseated)


def _as_planned(pack: SessionPack, room: RoomId) -> list[tuple[str, Occupant]]:
    people = {c.id: c for c in pack.candidates}
    return [
        (s.seat or "", _occupant(pack, people[s.candidate_id], s.component_id))
        for s in pack.sittings_in(room)
        if s.candidate_id in people
    ]


def _as_it_was(pack: SessionPack, room: RoomId, register: Register) -> list[tuple[str, Occupant]]:
    people = {c.id: c for c in pack.candidates}
    found: list[tuple[str, Occupant]] = []
    for record in register.in_room(room):
        if record.place != room:
            continue
        candidate = people.get(record.candidate_id) or Candidate(
            id=record.candidate_id, number=record.unlisted_number, surname=record.unlisted_name
        )
        remark = ""
        if not record.listed:
            remark = "written in"
        elif record.planned_room not in (None, room):
            remark = f"from {wording.room_name(pack, record.planned_room)}"
        elif record.seat != record.planned_seat:
            remark = f"plan {record.planned_seat or 'no seat'}"
        occupant = _occupant(
            pack,
            candidate,
            record.component_id,
            state=attendance_state(record),
            struck=record.attendance is Attendance.WITHDRAWN,
            remark=remark,
        )
        found.append((record.seat or "", occupant))
    return found


def _occupant(
    pack: SessionPack,
    candidate: Candidate,
    component_id: str,
    *,
    state: SittingState | None = None,
    struck: bool = False,
    remark: str = "",
) -> Occupant:
    component = pack.component(component_id)
    return Occupant(
        number=candidate.number,
        name=candidate.register_name,
        component=component.component.code if component else component_id,
        arrangements=candidate.arrangements,
        state=state,
        struck=struck,
        remark=remark,
    )


def draw_seat(
    pen: Pen, place: tuple[float, float, float, float], label: str, people: tuple[Occupant, ...]
) -> None:
    """One seat in the rectangle (left, top, width, height): framed, dashed where nobody sits."""
    x, y, wide, high = place[0] + _GAP, place[1] + _GAP, place[2] - 2 * _GAP, place[3] - 2 * _GAP
    if not people:
        pen.box(x, y, wide, high, stroke="#B4BAC3", dash=(2, 2), radius=3)
        pen.text(x + _PAD, y + 4 * MM, label, typeface.LEAST_SIZE, colour=SOFT)
        return
    twice = len({p.number for p in people}) > 1
    first = people[0]
    state = SittingState.ALARM if twice else first.state
    look = STATE_LOOKS[state] if state else None
    pen.box(x, y, wide, high, stroke=look.light if look else INK, width=1.1 if look else 0.7, radius=3)
    right = x + wide - _PAD
    sign = "–" if first.struck else look.paper if look else ""
    if look and sign:
        pen.text(right, y + 4.7 * MM, sign, 13, bold=True, colour=look.light, align="right")
        right -= typeface.width(sign, 13, bold=True) + 1.5 * MM
    number_size = typeface.fit(first.number, right - x - 2 * _PAD - 18, size=12, bold=True) or 9.0
    taken = pen.text(x + _PAD, y + 4.6 * MM, first.number, number_size, bold=True)
    seat_left = x + _PAD + taken + 1.8 * MM
    if seat_left + typeface.width(label, 9) <= right:
        pen.text(right, y + 4.6 * MM, label, typeface.LEAST_SIZE, colour=SOFT, align="right")
    _draw_words(pen, x + _PAD, y + _TOP, wide - 2 * _PAD, y + high - 0.9 * MM, people)


def draw_disabled(pen: Pen, place: tuple[float, float, float, float], label: str, reason: str) -> None:
    """A seat that isn't used: crossed out, with its label and the reason."""
    x, y, wide, high = place[0] + _GAP, place[1] + _GAP, place[2] - 2 * _GAP, place[3] - 2 * _GAP
    pen.box(x, y, wide, high, stroke=RULE, fill=ZEBRA, radius=3)
    pen.line(x + 3, y + high - 3, x + wide - 3, y + 3, width=0.8)
    pen.text(x + _PAD, y + 4 * MM, label, typeface.LEAST_SIZE, bold=True, colour=SOFT)
    at = y + high - 1.4 * MM
    for line in reversed(
        typeface.wrap(reason, typeface.LEAST_SIZE, wide - 2 * _PAD)[: int(high / _STEP) - 2]
    ):
        pen.text(x + _PAD, at, line, typeface.LEAST_SIZE, colour=SOFT)
        at -= _STEP


def needed_height(people: tuple[Occupant, ...], wide: float) -> float:
    """How high a seat of this width has to be so that nothing on it is cut."""
    if not people:
        return 0.0
    room = wide - 2 * _GAP - 2 * _PAD
    lines = len(typeface.wrap(_names(people), typeface.LEAST_SIZE, room)) + len(_foot(people, room))
    return 2 * _GAP + _TOP + lines * _STEP + 0.9 * MM


def _names(people: tuple[Occupant, ...]) -> str:
    numbered = len({p.number for p in people}) > 1
    return "; ".join(dict.fromkeys(f"{p.number} {p.name}" if numbered else p.name for p in people))


def _foot(people: tuple[Occupant, ...], room: float) -> list[tuple[str, str]]:
    """The lines under the name as (plain, bold): papers, arrangement codes, what differs from the plan."""
    papers = " + ".join(dict.fromkeys(p.component for p in people))
    marks = " ".join(dict.fromkeys(p.marks for p in people if p.marks))
    remarks = " · ".join(dict.fromkeys(p.remark for p in people if p.remark))
    size = typeface.LEAST_SIZE
    lines: list[tuple[str, str]] = []
    if typeface.width(papers + "  ", size) + typeface.width(marks, size, bold=True) <= room:
        lines.append((papers, marks))
    else:
        lines.extend((line, "") for line in typeface.wrap(papers, size, room))
        lines.extend(("", line) for line in typeface.wrap(marks, size, room, bold=True))
    lines.extend((line, "") for line in typeface.wrap(remarks, size, room))
    return lines


def _draw_words(
    pen: Pen, left: float, top: float, room: float, bottom: float, people: tuple[Occupant, ...]
) -> None:
    names, foot = _names(people), _foot(people, room)
    free = bottom - top - len(foot) * _STEP
    size = typeface.LEAST_SIZE
    for larger in (11.0, 10.0):
        lines = typeface.wrap(names, larger, room)
        if len(lines) * larger * 1.16 <= free and not typeface.splits_a_word(names, larger, room):
            size = larger
            break
    y = top
    for line in typeface.wrap(names, size, room):
        y += size * 1.16
        wide = pen.text(left, y - 1, line, size)
        if people[0].struck:
            pen.line(left, y - 1 - size * 0.27, left + wide, y - 1 - size * 0.27, width=0.9, colour=INK)
    y = bottom - len(foot) * _STEP
    for plain, bold in foot:
        y += _STEP
        wide = pen.text(left, y - 1.5, plain, typeface.LEAST_SIZE, colour=SOFT)
        pen.text(left + wide + (4 if plain else 0), y - 1.5, bold, typeface.LEAST_SIZE, bold=True)
