"""Tampered register.

Weeks after the exam a mark is doubted. Somebody with the office's password, and with the hub's key, would
like Siân to have been absent. A register was signed in the hall, its paper copy carries the head of the
journal; the evidence is checked on a machine that has never seen the hub.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from hub.after.evidence import Source, build_export
from shared.protocol.proof import verify
from shared.protocol.signing import SignatureError, open_envelope, payload_of, sign_envelope
from shared.record.chain import link_row
from shared.record.closing import ObstacleKind, what_stops_room
from shared.record.envelope import decode_envelope
from shared.record.events.candidate import Attendance, AttendanceCorrected
from shared.record.register import DiscrepancyKind
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import HALL, MATHS, START, MemoryJournal, secret_key
from tests.simulation.stories.exam_day import SIAN, absent


def export(morning: Morning, journal: MemoryJournal | None = None):
    return build_export(
        Source(
            rows=(journal or morning.journal).rows,
            journal_id=morning.journal.journal_id,
            pack=morning.pack,
            register=None if journal else morning.register(),
            key=morning.office.key,
            made_at=START,
        )
    )


def rewritten(morning: Morning, number: int, jws: str | None) -> MemoryJournal:
    """The hub's journal with one row replaced or left out, and every link after it made anew."""
    other = MemoryJournal(morning.journal.journal_id)
    for row in morning.journal.rows:
        text = jws if row.hub_seq == number else row.jws
        if text is not None:
            other.rows.append(link_row(other.head, len(other.rows) + 1, row.received_at, text))
    return other


def row_of(morning: Morning, kind: str) -> int:
    """The number of the row in which the hall said this of Siân."""
    return next(
        row.hub_seq
        for row in morning.journal.rows
        if type(event := decode_envelope(payload_of(row.jws)).event).__name__ == kind
        and getattr(event, "candidate_id", "") == SIAN
    )


def struck_out() -> AttendanceCorrected:
    return AttendanceCorrected(
        candidate_id=SIAN,
        component_id=MATHS,
        old=Attendance.PRESENT,
        new=Attendance.ABSENT,
        reason="seats mixed up",
    )


def test_nobody_changes_a_fact_without_the_tablets_key() -> None:
    morning = ordinary_morning()
    number = row_of(morning, "CandidateMarkedPresent")
    original = decode_envelope(payload_of(morning.journal.rows[number - 1].jws))
    altered = msgspec.structs.replace(original, event=absent(SIAN))
    for key in ("hub", "tablet-annexe"):
        with pytest.raises(SignatureError):
            open_envelope(sign_envelope(altered, secret_key(key)), morning.hall.key.public)


def test_the_verifier_finds_a_journal_rewritten_with_the_hubs_own_key() -> None:
    """Every link is right again and the export is signed; the tablet's signature is not."""
    morning = ordinary_morning()
    number = row_of(morning, "CandidateMarkedPresent")
    original = decode_envelope(payload_of(morning.journal.rows[number - 1].jws))
    forged = sign_envelope(msgspec.structs.replace(original, event=absent(SIAN)), secret_key("hub"))
    verdict = verify(export(morning, rewritten(morning, number, forged)))
    assert not verdict.is_sound
    assert verdict.findings[0].line == number


def test_the_verifier_finds_a_row_left_out_of_the_middle() -> None:
    morning = ordinary_morning()
    number = row_of(morning, "CandidateMarkedPresent")
    verdict = verify(export(morning, rewritten(morning, number, None)))
    assert not verdict.is_sound


def test_the_head_on_the_signed_paper_finds_a_record_cut_off_at_its_end() -> None:
    """Nothing in the files tells that the last rows are gone. The paper does."""
    morning = ordinary_morning()
    printed = morning.journal.head
    assert verify(export(morning), printed_head=printed).is_sound
    cut = MemoryJournal(morning.journal.journal_id)
    cut.rows = morning.journal.rows[:-3]
    shortened = Morning(morning.pack, cut, morning.office, morning.hall, morning.annexe)
    assert verify(export(shortened)).is_sound
    assert not verify(export(shortened), printed_head=printed).is_sound


def test_an_amendment_shows_old_new_who_and_why_and_keeps_what_was_said() -> None:
    morning = ordinary_morning()
    corrected = AttendanceCorrected(
        candidate_id=SIAN,
        component_id=MATHS,
        old=Attendance.PRESENT,
        new=Attendance.ABSENT,
        reason="seat mixed up",
    )
    before = len(morning.journal.rows)
    morning.record(corrected)
    assert len(morning.journal.rows) == before + 1
    sitting = morning.register().sitting(SIAN, MATHS)
    assert sitting is not None
    said = {f.id: f.envelope for f in morning.facts()}
    told = [said[i] for i in sitting.evidence]
    assert {type(e.event).__name__ for e in told} == {"CandidateMarkedPresent", "AttendanceCorrected"}
    change = next(e for e in told if isinstance(e.event, AttendanceCorrected))
    assert change.event == corrected
    assert change.actor == "officer"
    assert verify(export(morning)).is_sound


def test_a_change_after_the_signature_is_seen_by_the_room_it_was_signed_in() -> None:
    morning = ordinary_morning(close=False)
    assert what_stops_room(morning.register(), morning.pack, HALL) == ()
    morning.record(
        AttendanceCorrected(
            candidate_id=SIAN,
            component_id=MATHS,
            old=Attendance.PRESENT,
            new=Attendance.ABSENT,
            reason="mixed up",
        )
    )
    stops = {o.kind for o in what_stops_room(morning.register(), morning.pack, HALL)}
    assert ObstacleKind.SIGNED_BEFORE_CHANGE in stops


def test_after_sign_off_a_correction_needs_a_second_persons_signature() -> None:
    morning = ordinary_morning()
    morning.hall.catch_up(morning.journal)
    morning.hall.write(struck_out(), at=START + timedelta(hours=4))
    morning.journal.take(morning.hall)
    register = morning.register()
    (alone,) = [
        d for d in register.open_discrepancies if d.kind is DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED
    ]
    assert alone.candidate_ids == (SIAN,)
    assert "present to absent" in alone.detail
    sitting = register.sitting(SIAN, MATHS)
    assert sitting is not None
    assert [(c.old, c.new, c.reason, c.actor) for c in sitting.corrections] == [
        (Attendance.PRESENT, Attendance.ABSENT, "seats mixed up", "inv-1")
    ]


@pytest.mark.parametrize(("second", "is_enough"), [("inv-2", True), ("inv-1", False), ("", False)])
def test_only_somebody_else_can_sign_beside_it(second: str, is_enough: bool) -> None:
    morning = ordinary_morning()
    morning.hall.catch_up(morning.journal)
    signed = msgspec.structs.replace(struck_out(), countersigned_by=second)
    morning.hall.write(signed, at=START + timedelta(hours=4))
    morning.journal.take(morning.hall)
    kinds = {d.kind for d in morning.register().open_discrepancies}
    assert (DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED not in kinds) == is_enough
