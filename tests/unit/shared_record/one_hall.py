"""A hall that is led step by step through its day; the office answers."""

from __future__ import annotations

from datetime import timedelta

from shared.record.events import KnownEvent, room
from shared.record.fold import room_register_digest
from shared.record.room_lists import CHECKLIST_ITEMS, SCRIPT_ITEMS
from shared.record.room_protocol import Missing, missing_for_next, step_of
from shared.record.room_steps import RoomStep
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER, START
from tests.unit.shared_record.two_tablets import TwoTablets, present

MINUTE = timedelta(minutes=1)
PAPERS = (MATHS, MATHS_HIGHER, IGCSE)
CHECKLIST = room.ChecklistConfirmed(items=CHECKLIST_ITEMS)
SCRIPT = room.StartScriptRead(items=SCRIPT_ITEMS)
STARTED = room.ExamStarted(component_ids=PAPERS, actual_start=START)
FINISHED = room.ExamFinished(component_ids=PAPERS)


class Hall(TwoTablets):
    """The hall's tablet says one thing a minute; the office answers."""

    minute = 0

    def tell(self, *events: KnownEvent) -> None:
        for event in events:
            self.minute += 1
            self.say(self.hall, event, at=START + self.minute * MINUTE)

    def waive(self, step: str, reason: str = "agreed with the head") -> None:
        self.minute += 1
        event = room.StepOverridden(step=step, reason=reason)
        self.say(self.office, event, at=START + self.minute * MINUTE, room=HALL)

    def step(self) -> RoomStep:
        return step_of(self.register(), self.pack, HALL)

    def missing(self) -> tuple[Missing, ...]:
        return missing_for_next(self.register(), self.pack, HALL)

    def sentences(self) -> list[str]:
        return [missing.what for missing in self.missing()]

    def skipped(self) -> list[tuple[str, str | None]]:
        return [(s.step, s.component_id) for s in self.register().room(HALL).skipped]

    def packets(self, *components: str, people: int = 2) -> None:
        for component in components:
            for person in ("inv-1", "inv-2")[:people]:
                self.tell(room.PacketChecked(component_id=component, checked_by=person))

    def everybody(self) -> None:
        for sitting in self.pack.sittings_in(HALL):
            at = sitting.component_id
            self.tell(
                room.InvigilatorSignedIn(invigilator_id="inv-1"),
                type(present())(candidate_id=sitting.candidate_id, component_id=at, seat=sitting.seat),
            )

    def ready(self) -> None:
        self.tell(CHECKLIST)
        self.packets(*PAPERS)
        self.tell(*(room.PacketOpened(component_id=c) for c in PAPERS), SCRIPT)
        self.everybody()

    def sign(self) -> None:
        digest = room_register_digest(self.register(), HALL)
        self.tell(
            room.RegisterSigned(signed_by=("inv-1", "inv-2"), register_digest=digest, present=5, absent=0)
        )
