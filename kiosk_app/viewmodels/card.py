"""The candidate card: one person before the invigilator, and every decision that can be made now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from kiosk_app.texts import _
from kiosk_app.typed import shortened
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.card_choices import Action, likely_actions
from kiosk_app.viewmodels.card_warnings import warnings_of
from kiosk_app.viewmodels.countersign import NOBODY, second_signature
from kiosk_app.viewmodels.finishes import finish_of
from kiosk_app.viewmodels.lateness import LateArrival, judge_arrival
from kiosk_app.viewmodels.movements import MovementsViewModel
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.wording import arrangement_words
from shared.plan.candidates import Candidate
from shared.plan.timetable import TimetabledComponent
from shared.record.events import KnownEvent
from shared.record.events import candidate as ev
from shared.record.events.candidate import Attendance, Identity, IdentityMethod
from shared.record.register import SittingRecord, SittingState


class CardViewModel(Observable):
    """One candidate and one component of this room; ``scanned`` tells that a genuine tag was read."""

    def __init__(self, book: RoomBook, key: Key, *, scanned: bool = False) -> None:
        super().__init__()
        self._book = book
        self.key = key
        self.scanned = scanned
        self.movements = MovementsViewModel(book)
        self.arrived_at = book.desk.now()
        self.decided: list[Callable[[CardViewModel], None]] = []

    @property
    def sitting(self) -> SittingRecord:
        return self._book.sitting(self.key)

    @property
    def candidate(self) -> Candidate:
        return self._book.candidate(self.key[0])

    @property
    def name(self) -> str:
        return self._book.name(self.sitting)

    @property
    def number(self) -> str:
        return self._book.number(self.sitting)

    @property
    def seat(self) -> str:
        return self._book.seat(self.sitting)

    @property
    def state(self) -> SittingState:
        return self.sitting.state

    @property
    def paper(self) -> TimetabledComponent | None:
        return self._book.paper(self.key[1])

    @property
    def paper_line(self) -> str:
        paper = self.paper
        return f"{paper.component.code} · {paper.component.title}" if paper else self.key[1]

    @property
    def photo(self) -> bytes | None:
        """The photo's bytes, or None where this tablet holds none."""
        return self._book.desk.photo(self.key[0])

    @property
    def arrangements(self) -> tuple[str, ...]:
        """In words: ``25 % extra time``."""
        return tuple(arrangement_words(arrangement) for arrangement in self.candidate.arrangements)

    @property
    def finish(self) -> str:
        """``finishes 11:15`` once the paper started and the candidate is here."""
        at = finish_of(self._book, self.sitting, self._book.desk.now()) if self.sitting.is_present else None
        return _("finishes {time}").format(time=self._book.clock(at)) if at else ""

    @property
    def warnings(self) -> tuple[str, ...]:
        return warnings_of(self._book, self.sitting)

    @property
    def other_papers(self) -> tuple[Key, ...]:
        """The candidate's other sittings in this room, where papers share it."""
        here = self._book.desk.room.id
        return tuple(
            s.key for s in self._book.sittings_of(self.key[0]) if s.key != self.key and s.place == here
        )

    @property
    def late_arrival(self) -> LateArrival | None:
        """How arriving at the moment of the scan counts; None before the start or once present."""
        if self.sitting.is_present:
            return None
        return judge_arrival(self._book, self.sitting, self.arrived_at)

    @property
    def actions(self) -> tuple[Action, ...]:
        """What makes sense now, the most likely first."""
        return (*self._likely, "undo") if self.can_undo else self._likely

    @property
    def _likely(self) -> tuple[Action, ...]:
        return (
            likely_actions(self.sitting, late=self.late_arrival is not None, movements=self.movements)
            if self.is_open
            else ()
        )

    @property
    def is_open(self) -> bool:
        return self._book.room.closed_at is None

    # Decisions. Each is on the tablet's disk before it returns.

    def confirm(self, method: IdentityMethod | None = None) -> None:
        """The person is the one on the photo and sits here (rule 21)."""
        self._allow("confirm", "was_here")
        how: IdentityMethod = method or ("tag_and_photo" if self.scanned and self.photo else "known_to_staff")
        self._decide_identity(Identity.CONFIRMED, how)
        if not self.sitting.is_present:
            self._seat()
        self._done()

    def seat_pending(self, note: str = "") -> None:
        """Nobody can say yet who it is: seated, and the office is asked before the room closes."""
        self._allow("pending")
        self._decide_identity(Identity.PENDING, "none", note)
        if self.late_arrival and self.arrived_late:
            self._admit("", warned=True)
        elif not self.sitting.is_present:
            self._seat()
        self._done()

    def not_this_person(self, note: str = "") -> None:
        """The person is not the one on the photo: not marked present, the office is alarmed."""
        self._allow("mismatch")
        self._decide_identity(Identity.MISMATCH, "tag_and_photo" if self.photo else "none", note)
        self._done()

    def mark_absent(self) -> None:
        """The candidate did not come."""
        self._allow("absent")
        self._record(ev.CandidateMarkedAbsent(candidate_id=self.key[0], component_id=self.key[1]))
        self._done()

    def mark_withdrawn(self) -> None:
        """The candidate was withdrawn and is struck through (rule 22)."""
        self._allow("withdrawn")
        self._record(ev.CandidateMarkedWithdrawn(candidate_id=self.key[0], component_id=self.key[1]))
        self._done()

    def mark_transferred(self, to_centre: str) -> None:
        """The candidate sits at another centre (rule 23)."""
        self._allow("transferred")
        centre = to_centre.strip()
        if not (centre.isdigit() and len(centre) == 5):
            raise NotPossible(_("A centre number has five digits."), _("Ask the exams officer for it."))
        self._record(
            ev.CandidateMarkedTransferred(
                candidate_id=self.key[0], component_id=self.key[1], to_centre=centre
            )
        )
        self._done()

    def admit_late(
        self,
        reason: str = "",
        *,
        warned: bool = False,
        supervised_from: datetime | None = None,
        travel: str = "",
    ) -> None:
        """Let a late candidate in with the full time; very late only after the warning was given."""
        self._allow("admit_late")
        late = self.late_arrival
        if late and late.needs_warning and not warned:
            raise NotPossible(
                _("A very late candidate has to be warned first."), _("Say it, then confirm that you did.")
            )
        self._decide_identity(
            Identity.CONFIRMED, "tag_and_photo" if self.scanned and self.photo else "known_to_staff"
        )
        self._admit(reason, warned=warned, supervised_from=supervised_from, travel=travel)
        self._done()

    def refuse_late(self, reason: str) -> None:
        """Send a late candidate away; the reason is part of the record."""
        self._allow("refuse_late")
        self._record(
            ev.LateArrivalRefused(
                candidate_id=self.key[0],
                component_id=self.key[1],
                arrived_at=self.arrived_at,
                reason=_reason(reason),
            )
        )
        self._done()

    def correct(self, new: Attendance, reason: str, second: tuple[str, str] = NOBODY) -> None:
        """Say that the register was wrong; old, new and reason stay. Once signed, a second signs."""
        self._allow("correct")
        old = self.sitting.attendance
        if new is old:
            raise NotPossible(_("The register says so already."), _("Choose what it should say."))
        self._record(
            ev.AttendanceCorrected(
                candidate_id=self.key[0],
                component_id=self.key[1],
                old=old,
                new=new,
                reason=_reason(reason),
                countersigned_by=second_signature(self._book, second),
            )
        )
        self._done()

    @property
    def can_undo(self) -> bool:
        """Whether something was decided here that can be taken back."""
        sitting = self.sitting
        decided = sitting.attendance not in (Attendance.EXPECTED, Attendance.CONTRADICTED)
        return self.is_open and sitting.listed and (decided or sitting.identity is not Identity.UNDECIDED)

    def undo(self, reason: str) -> None:
        """Take back what was decided: a correction to "not set" with its reason; the earlier record stays."""
        if not self.can_undo:
            raise NotPossible(_("There is nothing to take back."), _("Look at the card again."))
        why, sitting = _reason(reason), self.sitting
        if sitting.identity is not Identity.UNDECIDED:
            self._decide_identity(Identity.UNDECIDED, "none", why)
        if sitting.attendance is not Attendance.EXPECTED:
            self._record(
                ev.AttendanceCorrected(
                    candidate_id=self.key[0],
                    component_id=self.key[1],
                    old=sitting.attendance,
                    new=Attendance.EXPECTED,
                    reason=why,
                )
            )
        self.tell()

    def leave(self, escort: str, purpose: Literal["toilet", "illness", "other"] = "toilet") -> None:
        """The candidate leaves the room with an escort (rule 30)."""
        self._allow("leave")
        self.movements.leave(self.key[0], escort, purpose)
        self._done()

    def come_back(self) -> None:
        self._allow("return")
        self.movements.come_back(self.key[0])
        self._done()

    def start_break(self) -> None:
        """The candidate's own clock stands still (rule 26)."""
        self._allow("rest")
        self.movements.start_break(self.key[0])
        self._done()

    def end_break(self) -> None:
        self._allow("write")
        self.movements.end_break(self.key[0])
        self._done()

    def move_to(self, seat: str, reason: str = "") -> None:
        """Another seat during the exam, recorded on the plan (rule 2)."""
        self._allow("move")
        new = seat.strip().upper()
        if self._book.desk.room.seat(new) is None:
            raise NotPossible(
                _("There is no seat {seat} in this room.").format(seat=shortened(new) or "–"),
                _("See the plan."),
            )
        self._record(
            ev.SeatChanged(
                candidate_id=self.key[0],
                component_id=self.key[1],
                old=self.seat or None,
                new=new,
                reason=reason.strip(),
            )
        )
        self._done()

    @property
    def arrived_late(self) -> bool:
        late = self.late_arrival
        return late is not None and late.lateness.value != "on_time"

    def _allow(self, *wanted: Action) -> None:
        if not self.is_open:
            raise NotPossible(_("This room is closed."), _("Corrections go through the exams office."))
        if not set(wanted) & set(self.actions):
            raise NotPossible(_("That doesn't fit what the register says now."), _("Look at the card again."))

    def _decide_identity(self, decision: Identity, method: IdentityMethod, note: str = "") -> None:
        self._record(
            ev.IdentityDecided(candidate_id=self.key[0], decision=decision, method=method, note=note.strip())
        )

    def _seat(self) -> None:
        event = ev.CandidateMarkedPresent(
            candidate_id=self.key[0], component_id=self.key[1], seat=self.seat or None
        )
        self._record(event)

    def _admit(
        self, reason: str, *, warned: bool, supervised_from: datetime | None = None, travel: str = ""
    ) -> None:
        self._record(
            ev.LateArrivalAdmitted(
                candidate_id=self.key[0],
                component_id=self.key[1],
                arrived_at=self.arrived_at,
                seat=self.seat or None,
                reason=reason.strip(),
                warned_may_be_refused=warned,
                supervised_from=supervised_from,
                travel=travel,
            )
        )

    def _record(self, event: KnownEvent) -> None:
        self._book.desk.record(event)

    def _done(self) -> None:
        self.tell()
        for listener in tuple(self.decided):
            listener(self)


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise NotPossible(_("A reason is needed."), _("One short sentence is enough."))
    return reason
