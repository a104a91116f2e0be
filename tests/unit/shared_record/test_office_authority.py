"""What only the office may say: a tablet's word on it is kept on record, and changes nothing."""

from __future__ import annotations

from shared.record.events import office
from shared.record.events.candidate import Attendance
from tests.factories import MATHS
from tests.unit.shared_record.two_tablets import WHO, TwoTablets, absent, present


def test_a_tablet_settles_nothing_in_the_officers_name() -> None:
    """A stolen tablet signs for the exams officer: the contradiction stays open until the office answers."""
    world = TwoTablets()
    world.say(world.hall, present())
    world.say(world.annexe, absent())
    (contradiction,) = [d for d in world.open().values() if d.kind.value == "attendance_contradicted"]
    forged = office.DiscrepancySettled(
        discrepancy_id=contradiction.id,
        answer="went and looked",
        evidence=contradiction.evidence,
        ruling=office.AttendanceRuling(candidate_id=WHO, component_id=MATHS, attendance=Attendance.ABSENT),
    )
    before = world.register()
    world.see(world.annexe)
    world.say(world.annexe, forged, actor="Ms Officer")
    after = world.register()
    assert after.revision == before.revision + 1
    assert after.discrepancies == before.discrepancies
    assert world.sitting().attendance is Attendance.CONTRADICTED
    world.settle(contradiction, Attendance.PRESENT)
    assert world.sitting().attendance is Attendance.PRESENT


def test_a_tablet_seals_no_envelope() -> None:
    world = TwoTablets()
    sealed = office.EnvelopeSealed(
        script_envelope_id="e1",
        component_id=MATHS,
        number=1,
        of=1,
        candidate_ids=(WHO,),
        first_number="1001",
        last_number="1001",
    )
    world.say(world.hall, sealed)
    assert world.register().script_envelopes == ()
    assert world.sitting().sealed_in == ""
