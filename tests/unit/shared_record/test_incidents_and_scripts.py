"""Incidents with everything said since, calls for help, envelopes and sacks; the chain of journal rows."""

from __future__ import annotations

from datetime import timedelta

from shared.canonical import GENESIS, digest
from shared.record.chain import link_row, row_hash
from shared.record.consignment import fold_consignments
from shared.record.events import incident, office
from shared.record.facts import Fact
from shared.record.incident_fold import fold_help_calls, fold_incidents
from tests.factories import HALL, START, Device

MINUTE = timedelta(minutes=1)


def told(*events, minutes: tuple[int, ...] = ()) -> list[Fact]:
    tablet = Device(device_id="tablet-1", room=HALL)
    times = minutes or tuple(range(len(events)))
    return [Fact(envelope=tablet.write(e, at=START + m * MINUTE)) for e, m in zip(events, times, strict=True)]


def test_an_incident_keeps_its_first_words_and_gains_notes() -> None:
    facts = told(
        incident.IncidentRecorded(
            incident_id="i", kind="malpractice", happened_at=START, text="a phone rang", action="taken",
            restricted=True,
        ),
        incident.IncidentAmended(incident_id="i", text="it was off", action=""),
    )  # fmt: skip
    (found,) = fold_incidents(facts)
    assert [(n.text, n.action) for n in found.notes] == [("a phone rang", "taken"), ("it was off", "")]
    assert (found.kind, found.room, found.restricted) == ("malpractice", HALL, True)


def test_an_amendment_that_came_first_waits_under_a_heading_of_its_own() -> None:
    amended, recorded = told(
        incident.IncidentAmended(incident_id="i", text="more"),
        incident.IncidentRecorded(incident_id="i", kind="illness", happened_at=START, text="unwell"),
    )
    assert fold_incidents([amended])[0].kind == "other"
    (found,) = fold_incidents([amended, recorded])
    assert (found.kind, [n.text for n in found.notes]) == ("illness", ["unwell", "more"])


def test_incidents_stand_in_the_order_in_which_things_happened() -> None:
    late, early = (
        incident.IncidentRecorded(incident_id=name, kind="late", happened_at=START + m * MINUTE, text="")
        for name, m in (("a", 9), ("b", 1))
    )
    assert [i.incident_id for i in fold_incidents(told(late, early))] == ["b", "a"]


def test_a_call_for_help_is_asked_acknowledged_and_closed() -> None:
    facts = told(
        incident.HelpRequested(help_id="h", kind="first_aid", note="seat A1"),
        incident.HelpAcknowledged(help_id="h"),
        incident.HelpClosed(help_id="h"),
        incident.HelpClosed(help_id="never asked"),
    )
    (call,) = fold_help_calls(facts)
    assert (call.asked_at, call.acknowledged_at, call.closed_at) == (
        START,
        START + MINUTE,
        START + 2 * MINUTE,
    )


def test_a_consignment_is_packed_once_and_collected_once() -> None:
    packed = office.ConsignmentPacked(consignment_id="c", board="AQA", script_envelope_ids=("e1", "e2"))
    facts = told(
        packed,
        office.ConsignmentPacked(consignment_id="c", board="OCR", script_envelope_ids=()),
        office.ConsignmentCollected(consignment_id="c", driver="First"),
        office.ConsignmentCollected(consignment_id="c", driver="Second"),
        office.ConsignmentCollected(consignment_id="unknown", driver="Third"),
    )
    (found,) = fold_consignments(facts)
    assert (found.board, found.driver, found.packed_at, found.collected_at) == (
        "AQA",
        "First",
        START,
        START + 2 * MINUTE,
    )


def test_a_row_hash_covers_place_time_content_and_everything_before() -> None:
    row = link_row(GENESIS, 1, START, "jws")
    assert row.row_hash == row_hash(GENESIS, 1, START, digest("jws"))
    others = {
        link_row("1" * 64, 1, START, "jws").row_hash,
        link_row(GENESIS, 2, START, "jws").row_hash,
        link_row(GENESIS, 1, START + timedelta(microseconds=1), "jws").row_hash,
        link_row(GENESIS, 1, START, "jwt").row_hash,
    }
    assert len(others | {row.row_hash}) == 5
