"""Candidates whose papers clash: who has them in charge between the papers, handed over person to person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.ids import CandidateId, InvigilatorId, RoomId
from shared.record.events import candidate as ev
from shared.record.stretches import SupervisionStretch
from shared.record.supervision import clashing_sittings


@dataclass(frozen=True, slots=True)
class ClashCandidate:
    """Somebody who is kept apart between two papers; ``needs`` says so where nobody has them in charge."""

    candidate: CandidateId
    name: str
    number: str
    papers: tuple[str, ...]
    says: str
    since: datetime | None
    is_gap: bool


class ClashSupervisionViewModel(Observable):
    """The chain of supervision, as far as this room is part of it (rule 19)."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self._clashing: tuple[object, dict[CandidateId, tuple[tuple[CandidateId, str], ...]]] = (None, {})

    @property
    def people(self) -> tuple[ClashCandidate, ...]:
        """Everybody of this room with another paper that overlaps; empty on most days."""
        here = {s.candidate_id for s in self._book.sittings}
        return tuple(self._shown(who) for who in self._sittings if who in here)

    @property
    def supervisors(self) -> tuple[tuple[InvigilatorId, str], ...]:
        """Everybody of the plan, those on duty here first."""
        duty = self._book.room.on_duty
        known = [i.id for i in self._book.desk.pack.invigilators]
        return tuple((i, self._book.person(i)) for i in dict.fromkeys((*duty, *known)))

    @property
    def rooms(self) -> tuple[tuple[RoomId, str], ...]:
        """Where they may be taken to, this room first."""
        here = self._book.desk.room
        rest = [r for r in self._book.desk.pack.rooms if r.id != here.id]
        return tuple((r.id, r.name) for r in (here, *rest))

    def hand_over(self, candidate: CandidateId, to: InvigilatorId, room: RoomId = "") -> None:
        """From now on ``to`` has the candidate in charge, in ``room``; without ``to`` nobody has."""
        pack = self._book.desk.pack
        if candidate not in self._sittings:
            raise NotPossible(_("This candidate has no clash."), _("Look at the card."))
        if to and pack.invigilator(to) is None:
            raise NotPossible(_("This person is not in the plan."), _("Choose somebody from the list."))
        if room and pack.room(room) is None:
            raise NotPossible(_("This room is not in the plan."), _("Choose one from the list."))
        if to and to == self._now(candidate).supervisor and (room or None) == self._now(candidate).room:
            raise NotPossible(_("{name} has the candidate already.").format(name=self._book.person(to)))
        self._book.desk.record(
            ev.SupervisionHandedOver(candidate_id=candidate, to_supervisor=to, to_room=room or None)
        )
        self.tell()

    @property
    def _sittings(self) -> dict[CandidateId, tuple[tuple[CandidateId, str], ...]]:
        pack = self._book.desk.pack
        if self._clashing[0] is not pack:
            self._clashing = (pack, clashing_sittings(pack))
        return self._clashing[1]

    def _now(self, candidate: CandidateId) -> SupervisionStretch:
        """The stretch that runs now; before the first paper is over the room itself has them."""
        chain = next((c for c in self._book.register.supervision if c.candidate_id == candidate), None)
        now = self._book.desk.now()
        running = [s for s in chain.stretches if s.until is None or s.until > now] if chain else []
        here = self._book.desk.room.id
        return running[0] if running else SupervisionStretch(since=now, until=None, room=here)

    def _shown(self, candidate: CandidateId) -> ClashCandidate:
        stretch = self._now(candidate)
        sitting = self._book.sitting(self._sittings[candidate][0])
        chain = next((c for c in self._book.register.supervision if c.candidate_id == candidate), None)
        running = bool(chain and stretch in chain.stretches)
        if stretch.is_gap:
            says = _("Nobody has this candidate in charge.")
        elif stretch.supervisor and stretch.room:
            says = _("{name}, in {room}").format(
                name=self._book.person(stretch.supervisor), room=self._book.room_name(stretch.room)
            )
        elif stretch.supervisor:
            says = self._book.person(stretch.supervisor)
        elif running:
            says = _("The invigilators of {room}").format(room=self._book.room_name(stretch.room))
        else:
            says = _("Stays under supervision between the papers.")
        return ClashCandidate(
            candidate=candidate,
            name=self._book.name_of(candidate),
            number=self._book.number(sitting),
            papers=tuple(self._book.code(what) for _who, what in self._sittings[candidate]),
            says=says,
            since=stretch.since if running else None,
            is_gap=stretch.is_gap,
        )
