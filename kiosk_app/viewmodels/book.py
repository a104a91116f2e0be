"""The room's register joined with names: what every view-model of a room looks things up in."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk_app.texts import _
from kiosk_app.viewmodels.ports import Desk
from shared.ids import CandidateId, ComponentId
from shared.plan.candidates import Candidate
from shared.plan.timetable import TimetabledComponent
from shared.record.register import Register, RoomRecord, SittingRecord

Key = tuple[CandidateId, ComponentId]


class RoomBook:
    """Reads one desk; folds again only when the desk's revision moved on."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._zone = ZoneInfo(desk.pack.centre.time_zone)
        self._pack = desk.pack
        self._candidates: dict[CandidateId, Candidate] = {c.id: c for c in desk.pack.candidates}
        self._register: Register | None = None
        self._revision = -1

    @property
    def register(self) -> Register:
        if self._register is None or self._revision != self.desk.revision or self._pack is not self.desk.pack:
            self._pack = self.desk.pack
            self._candidates = {c.id: c for c in self._pack.candidates}
            self._revision = self.desk.revision
            self._register = self.desk.register()
        return self._register

    @property
    def room(self) -> RoomRecord:
        return self.register.room(self.desk.room.id)

    @property
    def sittings(self) -> tuple[SittingRecord, ...]:
        """The room's register in candidate-number order; who is on no list stands at the end."""
        rows = self.register.in_room(self.desk.room.id)
        return tuple(sorted(rows, key=lambda s: (not s.listed, self.number(s), s.component_id)))

    def sitting(self, key: Key) -> SittingRecord:
        """The record of one sitting; an empty one where nothing was planned or recorded."""
        found = self.register.sitting(*key)
        return found or SittingRecord(candidate_id=key[0], component_id=key[1])

    def sittings_of(self, candidate: CandidateId) -> tuple[SittingRecord, ...]:
        return tuple(s for s in self.register.sittings if s.candidate_id == candidate)

    def candidate(self, candidate: CandidateId) -> Candidate:
        """The candidate as the pack knows them; without a name where this tablet may not see it."""
        return self._candidates.get(candidate) or Candidate(id=candidate)

    def number(self, sitting: SittingRecord) -> str:
        return sitting.unlisted_number or self.candidate(sitting.candidate_id).number

    def name(self, sitting: SittingRecord) -> str:
        if sitting.unlisted_name:
            return sitting.unlisted_name
        return self.name_of(sitting.candidate_id)

    def name_of(self, candidate: CandidateId) -> str:
        known = self.candidate(candidate)
        if known.is_known_here:
            return known.register_name
        unlisted = next((s.unlisted_name for s in self.sittings_of(candidate) if s.unlisted_name), "")
        return unlisted or _("Candidate of another room")

    def who(self, sitting: SittingRecord) -> str:
        """For sentences: ``O'Connor, Siân · 1043 · seat B4``."""
        parts = [self.name(sitting), self.number(sitting)]
        if self.seat(sitting):
            parts.append(_("seat {seat}").format(seat=self.seat(sitting)))
        return " · ".join(part for part in parts if part)

    def seat(self, sitting: SittingRecord) -> str:
        return sitting.seat or sitting.planned_seat or ""

    def code(self, component: ComponentId) -> str:
        """The component code as the board writes it."""
        paper = self.paper(component)
        return paper.component.code if paper else component

    def paper(self, component: ComponentId) -> TimetabledComponent | None:
        return self.desk.pack.component(component)

    @property
    def papers(self) -> tuple[TimetabledComponent, ...]:
        """The components sat in this room, planned or by somebody on no list."""
        here = {s.component_id for s in self.sittings}
        return tuple(c for c in self.desk.pack.session.components if c.id in here)

    def room_name(self, room: str | None) -> str:
        known = self.desk.pack.room(room) if room else None
        return known.name if known else (room or _("no room"))

    def person(self, invigilator: str) -> str:
        known = self.desk.pack.invigilator(invigilator)
        return known.name if known else invigilator

    def clock(self, moment: datetime) -> str:
        """Hours and minutes as the clock on the room's wall shows them."""
        return moment.astimezone(self._zone).strftime("%H:%M")

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone)
