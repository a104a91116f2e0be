"""A hall and an annexe whose tablets see each other only when the test says so."""

from __future__ import annotations

from shared.plan.pack import SessionPack
from shared.record.envelope import Envelope
from shared.record.events import KnownEvent, candidate, office
from shared.record.events.candidate import Attendance
from shared.record.fold import project
from shared.record.register import Discrepancy, Register, SittingRecord
from tests.exam_morning import Morning
from tests.factories import ANNEXE, HALL, MATHS, Device, MemoryJournal, candidate_id, small_pack
from tests.factories import office as office_device

WHO = candidate_id(1)
"""Planned in the hall, seat A1, for MATHS."""


class TwoTablets(Morning):
    """``hall`` and ``annexe`` write; the hub takes everything at once; ``see`` delivers it."""

    def __init__(self, pack: SessionPack | None = None) -> None:
        super().__init__(
            pack=pack or small_pack(),
            journal=MemoryJournal(),
            office=office_device(),
            hall=Device(device_id="tablet-hall", room=HALL),
            annexe=Device(device_id="tablet-annexe", room=ANNEXE),
        )

    def say(self, tablet: Device, event: KnownEvent, **more: object) -> Envelope:
        envelope = tablet.write(event, **more)  # type: ignore[arg-type]
        self.journal.take(tablet)
        return envelope

    def see(self, tablet: Device) -> None:
        tablet.catch_up(self.journal)

    def sitting(self, who: str = WHO, what: str = MATHS) -> SittingRecord:
        found = self.register().sitting(who, what)
        assert found is not None
        return found

    def open(self, pack: SessionPack | None = None) -> dict[str, Discrepancy]:
        register = self.register() if pack is None else project(pack, self.facts())
        return {d.kind.value: d for d in register.open_discrepancies}

    def settle(
        self, discrepancy: Discrepancy, ruling: Attendance | None = None, room: str | None = None
    ) -> None:
        decided = (
            office.AttendanceRuling(candidate_id=WHO, component_id=MATHS, attendance=ruling)
            if ruling
            else None
        )
        self.see(self.office)
        self.office.write(
            office.DiscrepancySettled(
                discrepancy_id=discrepancy.id,
                answer="went and looked",
                evidence=discrepancy.evidence,
                ruling=decided,
            ),
            room=room,
        )
        self.journal.take(self.office)


def present(who: str = WHO, seat: str | None = None) -> candidate.CandidateMarkedPresent:
    return candidate.CandidateMarkedPresent(candidate_id=who, component_id=MATHS, seat=seat)


def absent(who: str = WHO) -> candidate.CandidateMarkedAbsent:
    return candidate.CandidateMarkedAbsent(candidate_id=who, component_id=MATHS)


def corrected(old: Attendance, new: Attendance) -> candidate.AttendanceCorrected:
    return candidate.AttendanceCorrected(
        candidate_id=WHO, component_id=MATHS, old=old, new=new, reason="looked again"
    )


def state(register: Register) -> str:
    found = register.sitting(WHO, MATHS)
    assert found is not None
    return found.state.value
