"""What a scripted invigilator does in the room: every method is one line of the script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk_app.scripted.camera import read_picture
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.collect import ScriptRow
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel
from shared.ids import CandidateId, ComponentId, InvigilatorId
from shared.record.events.incident import IncidentKind

Line = dict[str, Any]


class ScriptedInvigilator:
    """Acts through the view-models that the screens use; refusals are ``NotPossible`` there as here."""

    def __init__(self, room: RoomViewModel) -> None:
        self._room = room

    def sign_in(self, who: InvigilatorId, pin: str) -> None:
        if not self._room.sign_in.sign_in(who, pin):
            raise NotPossible(self._room.sign_in.error)

    def take_duty(self, who: InvigilatorId, pin: str) -> None:
        self._room.exam.duty.sign_in(who, pin)

    def confirm_checklist(self) -> None:
        self._room.exam.confirm_checklist()

    def check_packet(self, component: ComponentId, who: InvigilatorId, pin: str, read: str = "") -> bool:
        return self._room.exam.packets.check(component, who, pin, read)

    def open_packet(self, component: ComponentId, papers: int = 0) -> None:
        self._room.exam.packets.open(component, papers)

    def read_script(self) -> None:
        self._room.exam.read_script()

    def start(self) -> str:
        self._room.exam.start()
        return self._room.status.clock

    def confirm(self, frame: str) -> Line:
        card = self._card(frame)
        card.confirm()
        return _said(card)

    def seat_pending(self, frame: str, note: str = "") -> Line:
        card = self._card(frame)
        card.seat_pending(note)
        return _said(card)

    def not_this_person(self, frame: str, note: str = "") -> Line:
        card = self._card(frame)
        card.not_this_person(note)
        return _said(card)

    def admit_late(self, frame: str, reason: str = "") -> Line:
        """Admit a late candidate; where the rules ask for a warning, it was given."""
        card = self._card(frame)
        late = card.late_arrival
        card.admit_late(reason, warned=bool(late and late.needs_warning))
        return _said(card)

    def show_refused(self, frame: str = "", text: str = "") -> str:
        """Scan something that must be refused; the fault on the red screen."""
        self._room.scan.scan(text or read_picture(Path(frame)))
        red = self._room.scan.red
        if red is None:
            raise NotPossible("The tablet took a code that it should refuse.")
        self._room.scan.dismiss()
        return red.fault.value

    def mark_absent(self, candidate: CandidateId, component: ComponentId) -> None:
        self._room.scan.open((candidate, component)).mark_absent()

    def settle_identity(self, candidate: CandidateId, component: ComponentId) -> None:
        """The document was brought: the person is who they say they are."""
        self._room.scan.open((candidate, component)).confirm("document")

    def add_unlisted(self, component: ComponentId, name: str, reason: str = "") -> list[str]:
        free = self._room.unlisted.free_seats
        seat = free[0] if free else ""
        return list(self._room.unlisted.add(component, name, seat=seat, reason=reason))

    def record_incident(
        self, kind: IncidentKind, text: str, action: str = "", candidates: tuple[CandidateId, ...] = ()
    ) -> str:
        return self._room.incidents.record(kind, tuple(candidates), text, action=action)

    def last_finish(self) -> str:
        """When the last candidate of the room finishes, extra time and late arrivals counted (ISO 8601)."""
        clocks = self._room.exam.clocks
        return max(at for c in clocks for at in (c.finish, *(own.at for own in c.own))).isoformat()

    def finish(self) -> str:
        self._room.exam.finish()
        return self._room.status.clock

    def collect(self, frame: str) -> str:
        taken = self._room.collect.scan(read_picture(Path(frame)))
        if not isinstance(taken, ScriptRow):
            raise NotPossible(taken.wrong, taken.advice)
        return taken.number

    def collect_listed(self, candidate: CandidateId, component: ComponentId, note: str = "") -> str:
        return self._room.collect.collect((candidate, component), note).number

    def missing_scripts(self) -> list[str]:
        return [f"{row.name} · {row.number} · {row.seat}" for row in self._room.collect.missing]

    def count(self, component: ComponentId, scripts: int) -> bool:
        return self._room.collect.count(component, scripts)

    def not_set(self) -> list[list[str]]:
        """Candidate and component of everybody who is neither present nor absent."""
        rows = self._room.register.rows
        return [list(row.key) for row in rows if row.state.value == "expected"]

    def present(self) -> list[list[str]]:
        """Candidate and component of everybody whose script is still to be collected here."""
        return [list(row.key) for row in self._room.collect.missing]

    def piles(self) -> dict[str, int]:
        """Scripts collected here for each component."""
        return {pile.component: pile.collected for pile in self._room.collect.piles if pile.expected}

    def sign(self, signers: list[list[str]]) -> str:
        self._room.sign.sign([(who, pin) for who, pin in signers])
        return self._room.sign.digest

    def close_room(self) -> None:
        self._room.sign.close()

    def _card(self, frame: str) -> CardViewModel:
        found = self._room.scan.scan(read_picture(Path(frame)))
        if not isinstance(found, CardViewModel):
            self._room.scan.dismiss()
            raise NotPossible(found.wrong, found.advice)
        return found


def _said(card: CardViewModel) -> Line:
    return {"candidate": card.key[0], "component": card.key[1], "state": card.state.value}
