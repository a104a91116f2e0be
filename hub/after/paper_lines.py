"""The lines of a paper register, each held against the record and against paper that was keyed in before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hub.after.paper_plan import PaperFact, Verdict
from hub.after.paper_reading import LONGEST_TEXT, Reading
from hub.after.paper_sheet import SAYS, Mark, TypedLine, TypedSheet, field_of, register_lines
from shared.ids import CandidateId, ComponentId, RoomId
from shared.plan.pack import SessionPack
from shared.record.attendance import attendance_said
from shared.record.closing import candidate_label
from shared.record.events import KnownEvent, candidate, scripts
from shared.record.events.candidate import Attendance, Identity
from shared.record.facts import Fact
from shared.record.register import Register, SittingRecord


class Lines:
    """The lines of the register, one by one."""

    def __init__(
        self,
        sheet: TypedSheet,
        room: RoomId,
        pack: SessionPack,
        register: Register,
        facts: Sequence[Fact],
        reading: Reading,
    ) -> None:
        self._sheet, self._room, self._pack, self._reading = sheet, room, pack, reading
        self._records = {r.key: r for r in register_lines(pack, register, room)}
        self._by_candidate: dict[CandidateId, list[Fact]] = {}
        for fact in facts:
            who = getattr(fact.envelope.event, "candidate_id", None)
            if who is not None:
                self._by_candidate.setdefault(who, []).append(fact)
        self.counts = dict.fromkeys(Attendance, 0)
        self.scripts = 0
        self.blank = 0
        self.taken = self._taken(register)
        self.finished = self._finished()

    def _taken(self, register: Register) -> datetime:
        """When the letters without a time were written: as typed, else at the start."""
        typed = self._reading.clock(self._sheet.taken, "taken", "when the register was taken")
        starts = [p.started for p in self._sheet.papers if p.started]
        started = [at for text in starts if (at := self._reading.peek(text)) is not None]
        started += register.room(self._room).started_at.values()
        published = [c.published_start for c in self._pack.session.components]
        return (typed or min(started or published)).astimezone(UTC)

    def _finished(self) -> dict[ComponentId, datetime]:
        times = {p.component_id: self._reading.peek(p.finished) for p in self._sheet.papers}
        return {c: at for c, at in times.items() if at is not None}

    def facts(self) -> Iterator[PaperFact]:
        typed = {(line.candidate_id, line.component_id): line for line in self._sheet.lines}
        for key in typed:
            if key not in self._records:
                self._reading.fault(field_of("mark", *key), "This line is in another room now.")
        for key, record in self._records.items():
            line = typed.get(key, TypedLine(candidate_id=key[0], component_id=key[1]))
            yield from self._line(line, record)

    def _line(self, line: TypedLine, record: SittingRecord) -> Iterator[PaperFact]:
        about = candidate_label(self._pack, record)
        letter = (line.mark.strip() or (self._sheet.rest if record.listed else "")).upper()
        if letter not in list(Mark):
            self._reading.fault(
                field_of("mark", *record.key), f"{about}: {line.mark!r} is none of P, L, A, W and T."
            )
            return
        mark = Mark(letter)
        if mark is Mark.NOTHING:
            self.blank += 1
            if line.note.strip():
                what = f"{about}: there is a note but no letter. Type P, L, A, W or T."
                self._reading.fault(field_of("mark", *record.key), what)
        else:
            self.counts[SAYS[mark]] += 1
            yield from self._attendance(mark, line, record, about)
        present = mark in (Mark.PRESENT, Mark.LATE)
        if line.identity or (self._sheet.every_identity and present):
            yield self._identity(record, about)
        if line.script or (self._sheet.every_script and present):
            self.scripts += 1
            yield self._script(record, about)

    def _attendance(
        self, mark: Mark, line: TypedLine, record: SittingRecord, about: str
    ) -> Iterator[PaperFact]:
        who, what = record.key
        field = field_of("note", who, what)
        at = self.taken
        if mark in (Mark.LATE, Mark.PRESENT):
            told = self._reading.clock(line.note, field, f"{about}: the time of arrival")
            if mark is Mark.LATE and told is None:
                self._reading.faults.setdefault(field, f"{about}: L needs the time of arrival, such as 9:12.")
                return
            at = told or at
        said = SAYS[mark]
        before = self._on_paper(who, what)
        if before is not None and before is not said:
            yield from self._correction(before, said, record, about, at)
            if mark is not Mark.LATE:
                return
        event = self._event(mark, self._reading.text(line.note, field, "A note", 40), record, at)
        verdict, note = self._verdict(mark, said, before, record, at)
        words = f"late, {clock_words(at, self._pack)}" if mark is Mark.LATE else said.value
        yield PaperFact(event=event, at=at, about=about, says=words, verdict=verdict, note=note)

    def _event(self, mark: Mark, note: str, record: SittingRecord, at: datetime) -> KnownEvent:
        who, what = record.key
        seat = record.seat or record.planned_seat
        match mark:
            case Mark.LATE:
                return candidate.LateArrivalAdmitted(
                    candidate_id=who, component_id=what, arrived_at=at, seat=seat
                )
            case Mark.ABSENT:
                return candidate.CandidateMarkedAbsent(candidate_id=who, component_id=what)
            case Mark.WITHDRAWN:
                return candidate.CandidateMarkedWithdrawn(candidate_id=who, component_id=what)
            case Mark.TRANSFERRED:
                return candidate.CandidateMarkedTransferred(
                    candidate_id=who, component_id=what, to_centre=note
                )
            case _:
                return candidate.CandidateMarkedPresent(candidate_id=who, component_id=what, seat=seat)

    def _verdict(
        self, mark: Mark, said: Attendance, before: Attendance | None, record: SittingRecord, at: datetime
    ) -> tuple[Verdict, str]:
        came = record.admission.arrived_at if record.admission else None
        if mark is Mark.LATE and record.is_present and came != at:
            told = (
                f"the record has {clock_words(came, self._pack)}" if came else "the record has them on time"
            )
            return Verdict.BESIDE, f"{told}; the register will say late, {clock_words(at, self._pack)}"
        if before is said:
            return Verdict.KEYED_IN, ""
        if record.attendance is Attendance.EXPECTED:
            return Verdict.NEW, ""
        if record.attendance is not said:
            claimed = " and ".join(record.claimed) or record.attendance.value
            return Verdict.CONTRADICTS, f"the record says {claimed}"
        if said is Attendance.PRESENT and record.place != self._room:
            room = self._pack.room(record.place or "")
            return Verdict.CONTRADICTS, f"the record has them in {room.name if room else record.place}"
        return Verdict.AGREES, ""

    def _correction(
        self, before: Attendance, said: Attendance, record: SittingRecord, about: str, at: datetime
    ) -> Iterator[PaperFact]:
        reason = self._reading.text(self._sheet.reason, "reason", "The reason", LONGEST_TEXT)
        if not reason:
            self._reading.faults.setdefault(
                "reason",
                f"{about} was keyed in as {before.value} before and is {said.value} now: "
                "say why it is typed again.",
            )
            return
        event = candidate.AttendanceCorrected(
            candidate_id=record.candidate_id,
            component_id=record.component_id,
            old=before,
            new=said,
            reason=reason,
            countersigned_by=self._sheet.compared_by.strip(),
        )
        note = f"keyed in as {before.value} before"
        yield PaperFact(event=event, at=at, about=about, says=said.value, verdict=Verdict.CORRECTS, note=note)

    def _identity(self, record: SittingRecord, about: str) -> PaperFact:
        decided = candidate.IdentityDecided(
            candidate_id=record.candidate_id,
            decision=Identity.CONFIRMED,
            method=self._sheet.identity_method,
        )
        verdict, note = Verdict.NEW, ""
        if record.identity is Identity.CONFIRMED:
            verdict = Verdict.AGREES
        elif record.identity is not Identity.UNDECIDED:
            verdict, note = Verdict.CONTRADICTS, f"the record says {record.identity.value}"
        says = "identity confirmed"
        return PaperFact(event=decided, at=self.taken, about=about, says=says, verdict=verdict, note=note)

    def _script(self, record: SittingRecord, about: str) -> PaperFact:
        collected = scripts.ScriptCollected(
            candidate_id=record.candidate_id, component_id=record.component_id, method="list"
        )
        at = self.finished.get(record.component_id) or self._reading.peek(self._sheet.written) or self.taken
        verdict = Verdict.NEW if record.script_collected_at is None else Verdict.AGREES
        return PaperFact(event=collected, at=at, about=about, says="script collected", verdict=verdict)

    def _on_paper(self, who: CandidateId, what: ComponentId) -> Attendance | None:
        """What paper that was keyed in before says last."""
        said = None
        for fact in sorted(self._by_candidate.get(who, ()), key=lambda f: f.envelope.device_seq):
            if fact.is_from_paper:
                said = attendance_said(fact, who, what) or said
        return None if said is Attendance.EXPECTED else said

    def check_totals(self) -> None:
        """The totals under the paper, where they were typed, against the lines: finds slips of the hand."""
        sheet = self._sheet
        for field, text, counted, words in (
            ("total_present", sheet.total_present, self.counts[Attendance.PRESENT], "present"),
            ("total_absent", sheet.total_absent, self.counts[Attendance.ABSENT], "absent"),
            ("total_scripts", sheet.total_scripts, self.scripts, "scripts"),
        ):
            told = self._reading.number(text, field, f"the total of {words}")
            if told is not None and told != counted:
                what = f"The paper's total is {told} {words}, the lines typed make {counted}. Compare them."
                self._reading.fault(field, what)


def clock_words(moment: datetime | None, pack: SessionPack) -> str:
    """``09:12`` on the centre's wall."""
    return moment.astimezone(ZoneInfo(pack.centre.time_zone)).strftime("%H:%M") if moment else "–"
