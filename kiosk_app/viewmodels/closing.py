"""Signing the register and closing the room: first what is missing, as a list of people and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.people import require_pin
from kiosk_app.viewmodels.questions import Question, questions
from shared.canonical import short_digest
from shared.ids import InvigilatorId
from shared.record.discrepancies import discrepancy_id
from shared.record.drawn import is_drawn
from shared.record.events import room as ev
from shared.record.events.candidate import Attendance, Identity
from shared.record.fold import room_register_digest
from shared.record.register import DiscrepancyKind, SittingRecord

SIGNERS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's name under the register: proven by the own PIN, or drawn beside somebody's PIN."""

    by: InvigilatorId
    pin: str = ""
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do before signing; ``key`` names the candidate where there is one."""

    what: str
    who: str = ""
    section: str = "register"
    key: Key | None = None


class SignViewModel(Observable):
    """What is missing, two signatures, and the end of the room."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What has to be done before the register can be signed; empty when nothing is."""
        found = [m for s in self._book.sittings for m in self._of_sitting(s)]
        room = self._book.room
        for paper in self._book.papers:
            code = paper.component.code
            present = any(s.is_present and s.component_id == paper.id for s in self._here)
            if not present:
                continue
            if paper.id not in room.finished_at:
                what = _("{code} has not finished").format(code=code)
                found.append(Missing(what, _("Finish the paper first."), section="exam"))
            collected = sum(1 for s in self._here if s.component_id == paper.id and s.script_collected_at)
            if paper.id not in room.counted:
                what = _("Scripts of {code} not counted by hand").format(code=code)
                found.append(Missing(what, _("Count the pile by hand."), section="collect"))
            elif room.counted[paper.id] != collected:
                text = _("{code}: {counted} scripts counted, {collected} collected")
                said = text.format(code=code, counted=room.counted[paper.id], collected=collected)
                found.append(Missing(said, _("Count again, or look for the script."), section="collect"))
        return tuple(found)

    @property
    def present(self) -> int:
        return sum(1 for s in self._here if s.is_present)

    @property
    def absent(self) -> int:
        return sum(1 for s in self._here if s.attendance is Attendance.ABSENT)

    @property
    def digest(self) -> str:
        """What a signature covers, short, as it is printed on the register."""
        return short_digest(self._digest)

    @property
    def signed_by(self) -> tuple[str, ...]:
        return tuple(self._book.person(i) for i in self._book.room.signed_by)

    @property
    def is_signed(self) -> bool:
        """Signed, and the register still says what was signed."""
        return self._book.room.signed_at is not None and not self.changed_since_signing

    @property
    def changed_since_signing(self) -> bool:
        room = self._book.room
        return room.signed_at is not None and room.signed_digest != self._digest

    @property
    def is_closed(self) -> bool:
        return self._book.room.closed_at is not None

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the office has to answer before the room closes; signing needn't wait for it."""
        return questions(self._book)

    @property
    def blocked_by(self) -> str:
        """Why the room can't close now, in one sentence with what to do; empty: it can."""
        unsent = self._book.desk.connection().unsent
        if not self.is_signed:
            return _("Two people sign the register as it stands first.")
        if self.questions:
            return counted(
                "The office has to answer {n} question first. The scripts may go there meanwhile.",
                "The office has to answer {n} questions first. The scripts may go there meanwhile.",
                len(self.questions),
            )
        if unsent:
            return counted(
                "{n} record has not reached the office: stay near the network, or hand it over as codes.",
                "{n} records have not reached the office: stay near the network, or hand them over as codes.",
                unsent,
            )
        return ""

    def sign(self, signatures: Sequence[tuple[InvigilatorId, str] | Signature]) -> None:
        """Two invigilators sign the register as it stands: with their PINs, or one of them by drawing."""
        if self.is_closed:
            raise NotPossible(_("This room is closed."))
        if self.missing:
            raise NotPossible(
                _("{n} things are missing before the register can be signed.").format(n=len(self.missing)),
                _("Go through the list."),
            )
        given = [one if isinstance(one, Signature) else Signature(*one) for one in signatures]
        people = tuple(self._proven(one) for one in given)
        if len(set(people)) < SIGNERS_NEEDED:
            raise NotPossible(_("Two people sign the register."), _("A second invigilator signs too."))
        if all(one.drawn for one in given):
            raise NotPossible(_("One of you signs with a PIN."), _("It says who was at the tablet."))
        self._book.desk.record(
            ev.RegisterSigned(
                signed_by=people,
                register_digest=self._digest,
                present=self.present,
                absent=self.absent,
                drawn=tuple(ev.DrawnSignature(by=one.by, path=one.drawn) for one in given if one.drawn),
            )
        )
        self.tell()

    def prove(self, invigilator: InvigilatorId, pin: str) -> None:
        """The first of two signatures, checked before the second person is asked. Raises NotPossible."""
        require_pin(self._book, invigilator, pin)

    def close(self, note: str = "") -> None:
        """Nothing more happens in the room. Refused while unsigned, or while records wait to be sent."""
        if self.is_closed:
            raise NotPossible(_("This room is closed already."))
        if not self.is_signed:
            raise NotPossible(_("The register is not signed as it stands."), _("Two people sign it first."))
        if self.blocked_by:
            raise NotPossible(_("This room can't close yet."), self.blocked_by)
        self._book.desk.record(ev.RoomClosed(note=note.strip()))
        self.tell()

    def _proven(self, signature: Signature) -> InvigilatorId:
        if not signature.drawn:
            return require_pin(self._book, signature.by, signature.pin).id
        if self._book.desk.pack.invigilator(signature.by) is None:
            raise NotPossible(_("Choose who signs."))
        if not is_drawn(signature.drawn):
            raise NotPossible(_("That is too little for a signature."), _("Draw it again, or use the PIN."))
        return signature.by

    @property
    def _digest(self) -> str:
        return room_register_digest(self._book.register, self._book.desk.room.id)

    @property
    def _here(self) -> list[SittingRecord]:
        here = self._book.desk.room.id
        return [s for s in self._book.sittings if s.place == here]

    def _of_sitting(self, sitting: SittingRecord) -> list[Missing]:
        if sitting.place != self._book.desk.room.id:
            return []
        who, key, found = self._book.who(sitting), sitting.key, []
        if sitting.attendance is Attendance.EXPECTED:
            found.append(Missing(_("Neither present nor absent"), who, key=key))
        if sitting.attendance is Attendance.CONTRADICTED:
            found.append(Missing(_("Recorded differently: the office settles it"), who, key=key))
        if sitting.is_present and sitting.identity is Identity.PENDING:
            found.append(Missing(_("Identity not settled"), who, key=key))
        if sitting.identity is Identity.MISMATCH and sitting.attendance is not Attendance.ABSENT:
            found.append(Missing(_("Not the person on the photo"), who, key=key))
        if sitting.away_since and sitting.finished_at is None:
            found.append(Missing(_("Still away from the room"), who, key=key))
        if sitting.is_present and sitting.script_collected_at is None and not self._is_excused(sitting):
            found.append(Missing(_("Script not collected"), who, section="collect", key=key))
        return found

    def _is_excused(self, sitting: SittingRecord) -> bool:
        """The officer answered for the missing script."""
        asked = discrepancy_id(DiscrepancyKind.PRESENT_WITHOUT_SCRIPT, "|".join(sitting.key))
        return any(d.id == asked and not d.is_open for d in self._book.register.discrepancies)
