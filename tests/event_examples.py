"""One example of each event; ``python -m tests.event_examples`` writes golden files for new ones.

A golden file is what an earlier version wrote into somebody's journal. It is never changed: a new meaning
gets a new file beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from shared.canonical import GENESIS
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.envelope import Envelope, Transcribed, encode_envelope
from shared.record.events import (
    Event,
    KnownEvent,
    candidate,
    dispatch,
    incident,
    keeping,
    office,
    room,
    scripts,
)
from shared.record.events.candidate import Attendance, Identity

GOLDEN = Path(__file__).parent / "unit" / "golden"
AT = datetime(2024, 6, 3, 8, 0, 12, 345678, tzinfo=UTC)
WHO, WHAT = "2TN2BWEB", "AQA:8300/2F"

EXAMPLES: tuple[KnownEvent, ...] = (
    room.InvigilatorSignedIn(invigilator_id="inv-1"),
    room.InvigilatorSignedOut(invigilator_id="inv-1"),
    room.ChecklistConfirmed(items=("warning_displayed", "candidates_reminded")),
    room.PacketChecked(component_id=WHAT, checked_by="inv-2", matches=False, read_from_packet="8300/2H"),
    room.PacketOpened(component_id=WHAT, papers=30),
    room.PacketResealed(component_id=WHAT, reason="wrong tier"),
    room.ExamStarted(component_ids=(WHAT,), actual_start=AT),
    room.ClockStopped(reason="evacuation", note="alarm"),
    room.ClockResumed(note="false alarm"),
    room.RollCalled(counted=29, where="out"),
    room.ExamFinished(component_ids=(WHAT,)),
    room.RegisterSigned(signed_by=("inv-1", "inv-2"), register_digest="ab" * 32, present=28, absent=2),
    room.RoomClosed(note="keys returned"),
    room.ScanRefused(reason="other_room", code_digest="cd" * 32),
    room.StartScriptRead(items=("exam_conditions", "right_paper"), component_ids=(WHAT,)),
    room.StepOverridden(step="script_read", reason="given in writing to a deaf candidate"),
    room.NoticeRead(notice_id="notice-1"),
    candidate.IdentityDecided(
        candidate_id=WHO, decision=Identity.CONFIRMED, method="tag_and_photo", note="Siân"
    ),
    candidate.CandidateMarkedPresent(candidate_id=WHO, component_id=WHAT, seat="A1"),
    candidate.CandidateMarkedAbsent(candidate_id=WHO, component_id=WHAT),
    candidate.CandidateMarkedTransferred(candidate_id=WHO, component_id=WHAT, to_centre="54321"),
    candidate.CandidateMarkedWithdrawn(candidate_id=WHO, component_id=WHAT),
    candidate.LateArrivalAdmitted(
        candidate_id=WHO,
        component_id=WHAT,
        arrived_at=AT,
        seat="B2",
        reason="train",
        warned_may_be_refused=True,
    ),
    candidate.LateArrivalRefused(candidate_id=WHO, component_id=WHAT, arrived_at=AT, reason="exam over"),
    candidate.AttendanceCorrected(
        candidate_id=WHO, component_id=WHAT, old=Attendance.ABSENT, new=Attendance.PRESENT, reason="was there"
    ),
    candidate.UnlistedCandidateAdded(
        candidate_id=WHO, component_id=WHAT, name="Åse Öberg", number="2001", seat="C1", reason="late entry"
    ),
    candidate.SeatChanged(candidate_id=WHO, component_id=WHAT, old="A1", new="A2", reason="draught"),
    candidate.CandidateLeftRoom(candidate_id=WHO, escort="inv-2", purpose="illness"),
    candidate.CandidateReturned(candidate_id=WHO),
    candidate.CandidateFinished(candidate_id=WHO, component_id=WHAT),
    candidate.RestBreakStarted(candidate_id=WHO),
    candidate.RestBreakEnded(candidate_id=WHO),
    candidate.ArrangementGranted(
        candidate_id=WHO,
        arrangement=Arrangement(kind=ArrangementKind.EXTRA_TIME, percent=25, note="broken wrist"),
        reason="this morning",
    ),
    candidate.SupervisionHandedOver(candidate_id=WHO, to_supervisor="inv-3", to_room="annexe"),
    incident.IncidentRecorded(
        incident_id="i-1",
        kind="malpractice",
        happened_at=AT,
        text="a phone rang",
        candidate_ids=(WHO,),
        witnesses=("inv-1",),
        action="phone taken",
        restricted=True,
    ),
    incident.IncidentAmended(incident_id="i-1", text="it was switched off", action="kept in an envelope"),
    incident.HelpRequested(help_id="h-1", kind="first_aid", note="seat A1"),
    incident.HelpAcknowledged(help_id="h-1", note="coming"),
    incident.HelpClosed(help_id="h-1", note="went home"),
    scripts.ScriptCollected(candidate_id=WHO, component_id=WHAT, method="list", note="two booklets"),
    scripts.ScriptsCounted(component_id=WHAT, count=28),
    scripts.UnusedPapersCounted(component_id=WHAT, unused=2, spoiled=1),
    scripts.CoverSheetAttached(candidate_id=WHO, component_id=WHAT, form="Form 4"),
    scripts.RoomPackHandedOver(
        scripts={WHAT: 28}, items=("register", "unused_papers"), given_by="inv-1", taken_by="H. Jones"
    ),
    office.PackPublished(version=2, content_hash="ef" * 32),
    office.DiscrepancySettled(
        discrepancy_id="0123456789ab",
        answer="seen by the officer",
        evidence=("tablet-1:4", "tablet-2:7"),
        ruling=office.AttendanceRuling(candidate_id=WHO, component_id=WHAT, attendance=Attendance.PRESENT),
    ),
    dispatch.ComponentSignedOff(
        component_id=WHAT,
        register_digest="ab" * 32,
        present=30,
        absent=1,
        scripts=29,
        differences=("0123456789ab",),
        reason="one script lost in the fire alarm",
        second="h.jones",
    ),
    dispatch.EnvelopeReopened(
        script_envelope_id="2024-06-03-AM-AQA-8300-2F-1", reason="a script too many", witness="h.jones"
    ),
    dispatch.EnvelopesStored(script_envelope_ids=("2024-06-03-AM-AQA-8300-2F-1",), place="exams safe"),
    dispatch.EnvelopesTakenOut(
        script_envelope_ids=("2024-06-03-AM-AQA-8300-2F-1",), reason="packed for the courier"
    ),
    dispatch.CollectionBooked(
        booking_id="b-1",
        board="AQA",
        service="yellow label",
        slot_from=AT,
        slot_until=AT,
        booking_reference="PF-1",
    ),
    dispatch.CollectionCancelled(booking_id="b-1", reason="no sitting that day"),
    dispatch.ConsignmentOpened(consignment_id="sack-1", reason="a late script belongs in it"),
    office.EnvelopeSealed(
        script_envelope_id="2024-06-03-AM-AQA-8300-2F-1",
        component_id=WHAT,
        number=1,
        of=2,
        candidate_ids=(WHO,),
        first_number="1001",
        last_number="1050",
    ),
    office.ConsignmentPacked(
        consignment_id="sack-1",
        board="AQA",
        script_envelope_ids=("2024-06-03-AM-AQA-8300-2F-1",),
        service="yellow label",
        booking_reference="PF-1",
    ),
    office.ConsignmentCollected(consignment_id="sack-1", driver="D. River", proof="receipt 7"),
    office.PaperDeliveryLogged(board="AQA", boxes=3, received_by="R. Adeyemi"),
    office.LogBookEntryMade(text="inspector at reception"),
    office.OfficeActed(what="Room saved.", about={"room": "hall"}),
    office.NoticeSent(notice_id="notice-1", text="Spare calculators are in the office.", urgent=True),
    office.ReportSent(
        report="very_late", candidate_id=WHO, component_id=WHAT, sent_to="AQA", reference="CAP 4711"
    ),
    office.DeviceEnrolled(
        device_id="tablet-1", name="Hall 1", public_key="A" * 43, rooms=("hall",)
    ),
    office.DeviceRevoked(device_id="tablet-1", reason="lost"),
    office.RecordQuarantined(
        quarantine_id="aa" * 32,
        device_id="tablet-1",
        reason="bad_signature",
        detail="envelope 5: its signature is not this tablet's",
        code_digest="aa" * 32,
    ),
    office.RecordsCarried(device_id="tablet-1", carrier="tablet-2", first=41, last=60),
    keeping.SessionArchived(
        about="2024-06-03-AM", file="2024-06-03-AM.examday-archive", digest="ab" * 32, size=655_360,
        key="passphrase", rows=655, head="cd" * 32,
    ),
    keeping.ReviewsClosed(about="2024-06-03-AM", until=AT.date(), source="AQA key dates"),
    keeping.ReleaseHeld(about="2024-06-03-AM", reason="an appeal is expected"),
    keeping.ReleaseHoldLifted(about="2024-06-03-AM", reason="it was decided"),
    keeping.KeptReleased(
        about="2024-06-03-AM", kinds=("record", "photos"), what=("412 records", "30 photos"), reason="2 years"
    ),
    keeping.RecordsReleased(
        about="2024-06-03-AM", spans=((12, 440), (445, 445)), rows=430, digest="ef" * 32
    ),
)  # fmt: skip


GROWN: dict[str, KnownEvent] = {
    "PacketChecked-packet": room.PacketChecked(
        component_id=WHAT,
        checked_by="inv-2",
        packet=room.PacketIdentity(
            board="AQA",
            code="8300/2F",
            tier="Foundation",
            day=AT.date(),
            half="AM",
            papers=30,
            label="1 of 2",
        ),
    ),
    "PacketOpened-label": room.PacketOpened(component_id=WHAT, papers=30, label="1 of 2"),
    "PacketResealed-label": room.PacketResealed(component_id=WHAT, reason="wrong tier", label="1 of 2"),
    "LateArrivalAdmitted-travel": candidate.LateArrivalAdmitted(
        candidate_id=WHO, component_id=WHAT, arrived_at=AT, supervised_from=AT, travel="by train"
    ),
    "AttendanceCorrected-countersigned": candidate.AttendanceCorrected(
        candidate_id=WHO,
        component_id=WHAT,
        old=Attendance.ABSENT,
        new=Attendance.PRESENT,
        reason="was there",
        countersigned_by="inv-1",
    ),
    "SeatChanged-room": candidate.SeatChanged(
        candidate_id=WHO, component_id=WHAT, old="A1", new="B2", reason="heating failed", room="annexe"
    ),
    "UnlistedCandidateAdded-transferred": candidate.UnlistedCandidateAdded(
        candidate_id=WHO, component_id=WHAT, name="Åse Öberg", from_centre="54321"
    ),
    "IncidentRecorded-details": incident.IncidentRecorded(
        incident_id="i-1",
        kind="illness",
        happened_at=AT,
        text="fainted",
        until=AT,
        people=(incident.PersonInvolved(name="N. Nurse", role="first aider"),),
        details={"symptoms": "dizzy"},
    ),
    "IncidentAmended-details": incident.IncidentAmended(
        incident_id="i-1", text="went home", until=AT, details={"special_consideration": "yes"}
    ),
    "RegisterSigned-drawn": room.RegisterSigned(
        signed_by=("inv-1", "inv-2"),
        register_digest="ab" * 32,
        present=28,
        absent=2,
        drawn=(room.DrawnSignature(by="inv-2", path="M0 0L10 4"),),
    ),
    "IncidentAmended-people": incident.IncidentAmended(
        incident_id="i-1",
        text="a second candidate was talked to",
        candidate_ids=(WHO,),
        witnesses=("inv-2",),
        people=(incident.PersonInvolved(name="N. Nurse", role="first aider"),),
    ),
    "EnvelopeSealed-label": office.EnvelopeSealed(
        script_envelope_id="2024-06-03-AM-AQA-8300-2F-1",
        component_id=WHAT,
        number=1,
        of=1,
        candidate_ids=(WHO,),
        first_number="1001",
        last_number="1001",
        label="AQ 123 456",
        weight_grams=840,
    ),
    "ConsignmentPacked-weighed": office.ConsignmentPacked(
        consignment_id="sack-1",
        board="AQA",
        script_envelope_ids=("2024-06-03-AM-AQA-8300-2F-1",),
        labels=("YL 001",),
        weight_grams=4200,
    ),
    "ConsignmentCollected-signed": office.ConsignmentCollected(
        consignment_id="sack-1", driver="D. River", signature="M0 0L10 4"
    ),
    "RollCalled-named": room.RollCalled(counted=1, where="out", here=(WHO,)),
    "ConsignmentCollected-earlier": office.ConsignmentCollected(
        consignment_id="sack-1", driver="D. River", handed_over_at=AT
    ),
    "DiscrepancySettled-way": office.DiscrepancySettled(
        discrepancy_id="0123456789ab", answer="seen by the officer", evidence=("tablet-1:4",), way="looked"
    ),
}
"""Events with the fields that they were given later, by the name of their golden file."""

ALL_GOLDEN: dict[str, KnownEvent] = {type(example).__name__: example for example in EXAMPLES} | GROWN


def example_envelope(event: Event) -> Envelope:
    """The event in an envelope that uses every field."""
    return Envelope(
        device_id="tablet-1",
        device_seq=7,
        prev=GENESIS,
        session="2024-06-03-AM",
        room="hall",
        journal="journal-1",
        seen=41,
        occurred_at=AT,
        clock_offset_ms=-120,
        clock_uncertainty_ms=15,
        actor="inv-1",
        source=Transcribed(signed_by="R. Adeyemi", written_at=AT),
        event=event,  # type: ignore[arg-type]
    )


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for name, example in ALL_GOLDEN.items():
        file = GOLDEN / f"{name}.json"
        if not file.exists():
            file.write_bytes(encode_envelope(example_envelope(example)) + b"\n")
            print(f"wrote {file.name}")
