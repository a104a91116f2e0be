"""What the officer does about one candidate: each a fact of the office with its reason."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.during.room_actions import RoomActions
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import CandidateId, ComponentId, RoomId, SessionId
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.events.candidate import (
    ArrangementGranted,
    Attendance,
    AttendanceCorrected,
    Identity,
    IdentityDecided,
    IdentityMethod,
    SeatChanged,
)
from shared.record.register import SittingRecord

CORRECTED_TO: Final = (
    Attendance.PRESENT,
    Attendance.ABSENT,
    Attendance.TRANSFERRED,
    Attendance.WITHDRAWN,
    Attendance.EXPECTED,
)
METHODS: Final[dict[str, IdentityMethod]] = {"document": "document", "known_to_staff": "known_to_staff"}
MOST_PERCENT: Final = 100


class Move(Struct, frozen=True, kw_only=True):
    """To which room and seat, and why; ``shown`` is the room and seat where somebody saw her before."""

    room: RoomId
    seat: str
    reason: str
    shown: tuple[RoomId, str] | None = None


class CandidateActions(Acting):
    """Corrections, arrangements, moves and identity of one candidate."""

    def __init__(self, desk: OfficeDesk) -> None:
        super().__init__(desk)
        self._rooms = RoomActions(desk)

    async def correct(
        self,
        session: SessionId,
        who: CandidateId,
        what: ComponentId,
        new: str,
        reason: str,
        *,
        actor: str,
        second: str = "",
        shown: str = "",
    ) -> AttendanceCorrected:
        """Correct the register; ``shown`` is what the page said of it. Raises NotThere, NotNow, NotUsable.

        ``second`` is who signs beside it; without one it waits for a counter-signature after sign-off.
        """
        reason = text_of(reason, "a reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        if new not in {a.value for a in CORRECTED_TO}:
            raise NotUsable("Choose what the register should say.")
        async with self._one_at_a_time:
            held, sitting = await self._sitting(session, who, what)
            if shown and shown != sitting.attendance.value:
                raise NotNow(
                    f"The register has changed meanwhile: it says {sitting.attendance.value} now. Look again."
                )
            if sitting.attendance is Attendance.CONTRADICTED:
                raise NotNow("Rooms contradict each other here: settle that, with an answer.")
            if sitting.attendance.value == new:
                raise NotUsable(f"The register says {new} already.")
            if second and (second == actor or held.pack.invigilator(second) is None):
                raise NotUsable("The second person is an invigilator of this session, and not yourself.")
            event = AttendanceCorrected(
                candidate_id=who,
                component_id=what,
                old=sitting.attendance,
                new=Attendance(new),
                reason=reason,
                countersigned_by=second,
            )
            await self._record(held, event, actor, room=sitting.place)
        return event

    async def grant(
        self, session: SessionId, who: CandidateId, arrangement: Arrangement, reason: str, *, actor: str
    ) -> ArrangementGranted:
        """Grant an arrangement on the day. Raises NotThere, NotNow, NotUsable."""
        reason = text_of(reason, "a reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        async with self._one_at_a_time:
            held = await self._held(session)
            sittings = [s for s in held.register.sittings if s.candidate_id == who]
            if not sittings:
                raise NotThere("This candidate sits nothing in this session.")
            known = held.pack.candidate(who)
            has = (*(known.arrangements if known else ()), *(a for s in sittings for a in s.granted))
            if arrangement in has:
                raise NotNow(f"{arrangement.label.capitalize()} is granted already.")
            event = ArrangementGranted(candidate_id=who, arrangement=arrangement, reason=reason)
            await self._record(held, event, actor, room=sittings[0].place)
        return event

    async def move(
        self, session: SessionId, who: CandidateId, what: ComponentId, move: Move, *, actor: str
    ) -> SeatChanged:
        """Put a candidate on another seat, also of another room; both rooms are told.

        Raises NotThere, NotNow, NotUsable.
        """
        reason = text_of(move.reason, "a reason", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        seat = text_of(move.seat, "a seat", most=LONGEST_LINE, least=1).upper()
        async with self._one_at_a_time:
            held, sitting = await self._sitting(session, who, what)
            here, before = sitting.place, held.names.seat(sitting)
            if move.shown not in (None, (here or "", before or "")):
                raise NotNow(f"She sits in {held.names.room(here)}, seat {before}, now. Look again.")
            _check_move(held, sitting, move.room, seat)
            elsewhere = move.room != here
            if elsewhere:
                before = f"{held.names.room(here)} {before}".strip()
            event = SeatChanged(
                candidate_id=who,
                component_id=what,
                old=before or None,
                new=seat,
                reason=reason,
                room=move.room if elsewhere else None,
            )
            await self._record(held, event, actor, room=move.room)
        if elsewhere:
            # By number at most: every tablet of the session holds what a room is told.
            number = held.names.number(who) or "A candidate on no list"
            told = [(move.room, f"{number} moves here from {held.names.room(here)}, to seat {seat}.")]
            if here:
                told.append((here, f"{number} moves to {held.names.room(move.room)}, seat {seat}."))
            for room, text in told:
                await self._rooms.tell(session, room, text, urgent=True, actor=actor)
        return event

    async def identify(
        self, session: SessionId, who: CandidateId, method: str, note: str, *, actor: str
    ) -> IdentityDecided:
        """The office has seen who it is. Raises NotThere, NotUsable."""
        note = text_of(note, "who looked, and at what", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        if method not in METHODS:
            raise NotUsable("Say how: by a document, or by staff who know the candidate.")
        async with self._one_at_a_time:
            held = await self._held(session)
            sitting = next((s for s in held.register.sittings if s.candidate_id == who), None)
            if sitting is None:
                raise NotThere("This candidate sits nothing in this session.")
            event = IdentityDecided(
                candidate_id=who, decision=Identity.CONFIRMED, method=METHODS[method], note=note
            )
            await self._record(held, event, actor, room=sitting.place)
        return event

    async def _sitting(
        self, session: SessionId, who: CandidateId, what: ComponentId
    ) -> tuple[InHand, SittingRecord]:
        held = await self._held(session)
        sitting = held.register.sitting(who, what)
        if sitting is None:
            raise NotThere("This candidate does not sit that paper in this session.")
        return held, sitting


def arrangement_of(kind: str, percent: str, note: str) -> Arrangement:
    """What a form chose. Raises NotUsable."""
    if kind not in {k.value for k in ArrangementKind}:
        raise NotUsable("Choose an arrangement.")
    chosen = ArrangementKind(kind)
    number = 0
    if chosen is ArrangementKind.EXTRA_TIME:
        if not percent.strip().isdecimal() or not 1 <= int(percent) <= MOST_PERCENT:
            raise NotUsable(f"Say how much extra time: 1 to {MOST_PERCENT} per cent, for instance 25.")
        number = int(percent)
    return Arrangement(kind=chosen, percent=number, note=text_of(note, "the note", most=LONGEST_LINE))


def _check_move(held: InHand, sitting: SittingRecord, room: RoomId, seat: str) -> None:
    """Raises NotThere, NotNow or NotUsable where nobody can be put there."""
    there = held.pack.room(room)
    if there is None:
        raise NotThere(f"There is no room {room} in this session.")
    if sitting.attendance not in (Attendance.PRESENT, Attendance.EXPECTED) or sitting.finished_at is not None:
        raise NotNow("Only who sits the paper, or is still expected, is moved.")
    known = there.seat(seat)
    if known is None:
        raise NotUsable(f"{there.name} has no seat {seat}.")
    if (room, seat) == (sitting.place, held.names.seat(sitting)):
        raise NotUsable("That is where the candidate sits already.")
    for other in held.register.sittings:
        if (
            other.candidate_id != sitting.candidate_id
            and other.is_present
            and other.finished_at is None
            and (other.place, held.names.seat(other)) == (room, seat)
        ):
            raise NotUsable(
                f"Seat {seat} in {there.name} is taken by {held.names.numbered(other.candidate_id)}."
            )
