"""How piles are cut, sacks filled and people accounted for; and what a label on an envelope tells later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from hub.after.accounted import papers_of, people_of
from hub.after.bookings import plan_booking, plan_cancelling
from hub.after.dispatch import plan_collection, plan_consignment, plan_opening, propose_parcels
from hub.after.dispatch_log import entries_of, matching
from hub.after.envelope_labels import (
    LabelReading,
    LabelState,
    cut_anew,
    label_to_find,
    labels_of,
    read_against,
)
from hub.after.envelopes import plan_reopening, plan_storing, plan_taking_out
from hub.after.reconcile import Step, Unready, reconcile
from hub.after.seal import Split, plan_envelopes
from hub.after.sign_off import plan_sign_off
from hub.printing.after_sheets import envelope_labels_pdf, imprint_of
from hub.web.office.after.numbers import grams_of
from hub.web.office.refusals import NotUsable
from shared.protocol.envelope_label import EnvelopeLabel, read_label
from shared.record.events import candidate, dispatch, scripts
from shared.record.events.candidate import Attendance
from tests import factories
from tests.exam_morning import Morning, ordinary_morning
from tests.factories import HALL, IGCSE, MATHS, MATHS_HIGHER, START, candidate_id
from tests.paper_reader import codes, pages

HEAD = (99, "3f2a91bc07de0123" + "0" * 48)
HOUR = timedelta(hours=1)


def row_hash(seq: int) -> str:
    return HEAD[1] if seq == HEAD[0] else ""


@pytest.fixture
def morning() -> Morning:
    return ordinary_morning()


def seal(morning: Morning, *components: str, grams: int = 0) -> None:
    for component in components:
        for event in plan_envelopes(morning.register(), morning.pack, component, split=Split(scripts=2)):
            morning.record(msgspec.structs.replace(event, weight_grams=grams))


def test_a_pile_is_cut_by_size_or_by_weight_and_never_beyond_what_the_board_allows() -> None:
    assert Split().most(50) == 50
    assert Split(scripts=20).most(50) == 20
    assert Split(scripts=80).most(50) == 50
    assert Split(script_grams=60, envelope_grams=1000).most(50) == 16
    assert Split(script_grams=2000, envelope_grams=1000).most(50) == 1


def test_everybody_of_a_component_is_explained(morning: Morning) -> None:
    guest = candidate.UnlistedCandidateAdded(candidate_id="00000000", component_id=MATHS, name="Guest")
    morning.hall.write(guest, room=HALL)
    morning.journal.take(morning.hall)
    gone = candidate.AttendanceCorrected(
        candidate_id=candidate_id(1),
        component_id=MATHS,
        old=Attendance.PRESENT,
        new=Attendance.TRANSFERRED,
        reason="sat at the other centre",
    )
    morning.record(gone)
    people = people_of(morning.register(), MATHS)
    assert (people.listed, people.present, people.unlisted) == (3, 3, 1)
    assert (people.transferred_out, people.absent, people.undecided) == (1, 0, 0)


def test_question_papers_are_balanced_room_by_room(morning: Morning) -> None:
    counted = scripts.UnusedPapersCounted(component_id=MATHS, unused=36, spoiled=1)
    morning.hall.write(counted, room=HALL)
    morning.journal.take(morning.hall)
    hall, annexe = papers_of(morning.register(), morning.pack, MATHS)
    assert (hall.received, hall.used, hall.unused, hall.spoiled, hall.unaccounted) == (40, 2, 36, 1, 1)
    assert (annexe.received, annexe.used, annexe.unused, annexe.unaccounted) == (40, 1, None, None)


def test_a_component_goes_from_ready_to_signed_to_sealed(morning: Morning) -> None:
    def step() -> Step:
        return reconcile(morning.register(), morning.pack)[0].step

    assert step() is Step.READY
    morning.record(plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer"))
    assert step() is Step.SIGNED
    seal(morning, MATHS)
    assert step() is Step.SEALED
    assert reconcile(morning.register(), morning.pack)[0].adds_up


def labelled(morning: Morning, number: int = 1) -> EnvelopeLabel:
    found = labels_of(morning.register(), morning.facts(), MATHS, HEAD)
    return next(label for envelope, label in found if envelope.number == number)


def test_a_label_tells_what_became_of_its_envelope(morning: Morning) -> None:
    seal(morning, MATHS, MATHS_HIGHER)
    label = labelled(morning)
    assert (label.scripts, label.of, label.present, label.absent) == (2, 2, 3, 0)

    def state(told: EnvelopeLabel = label) -> LabelState:
        return read_against(told, morning.register(), morning.pack, morning.facts(), row_hash).state

    assert state() is LabelState.RIGHT
    assert state(msgspec.structs.replace(label, journal_head="0" * 16)) is LabelState.OTHER_JOURNAL
    assert state(msgspec.structs.replace(label, session="2024-06-03-PM")) is LabelState.NOT_OURS
    assert state(msgspec.structs.replace(label, contents="0" * 12)) is LabelState.OTHER_CONTENTS
    first = morning.register().script_envelopes[0].script_envelope_id
    morning.record(plan_reopening(morning.register(), first, "count again", "H. Jones", "officer"))
    assert state() is LabelState.OPEN
    seal(morning, MATHS)
    assert state() is LabelState.SEALED_ANEW
    again = labelled(morning)
    assert state(again) is LabelState.RIGHT
    packed = plan_consignment(morning.register(), morning.pack, "AQA")
    morning.record(packed)
    morning.record(plan_collection(morning.register(), packed.consignment_id, now=START, driver="D. River"))
    assert state(again) is LabelState.GONE
    with pytest.raises(Unready, match=r"D\. River took this envelope"):
        plan_reopening(morning.register(), first, "too late", "H. Jones", "officer")


def test_a_pile_cut_otherwise_after_the_first_envelope_tells_which_label_is_out_of_date(
    morning: Morning,
) -> None:
    """``1 of 3`` was stuck on, then the rest went into one: the truth is ``1 of 2``."""
    first, *_ = plan_envelopes(morning.register(), morning.pack, MATHS, split=Split(scripts=1))
    morning.record(first)
    stuck_on = labelled(morning)
    assert (stuck_on.number, stuck_on.of) == (1, 3)
    (rest,) = plan_envelopes(morning.register(), morning.pack, MATHS, split=Split(scripts=50))
    morning.record(rest)
    assert [(e.number, e.of) for e in morning.register().script_envelopes] == [(1, 2), (2, 2)]
    assert cut_anew(morning.register(), morning.facts()) == {first.script_envelope_id: 3}

    def read(label: EnvelopeLabel) -> LabelReading:
        return read_against(label, morning.register(), morning.pack, morning.facts(), row_hash)

    assert read(stuck_on).state is LabelState.RENUMBERED
    assert label_to_find(read(stuck_on)).script_envelope_id == first.script_envelope_id
    assert read(labelled(morning)).state is LabelState.RIGHT
    assert labelled(morning).of == 2


def test_a_printed_label_is_read_from_its_picture_and_names_nobody(morning: Morning, tmp_path: Path) -> None:
    seal(morning, MATHS)
    key = factories.secret_key("hub")
    found = labels_of(morning.register(), morning.facts(), None, HEAD)
    imprint = imprint_of(1, HEAD[1], START, key.public)
    pdf = envelope_labels_pdf(morning.pack, morning.register(), found, key, imprint)
    read = [read_label(code.text, key.public) for code in codes(pdf, tmp_path, 200)]
    assert sorted(read, key=lambda label: label.number) == [label for _, label in found]
    words = pages(pdf)[0].extract_text()
    assert "1 of 2" in words
    assert not [c.surname for c in morning.pack.candidates if c.surname in words]


def test_parcels_stay_within_the_limit_and_a_sack_may_take_a_part(morning: Morning) -> None:
    seal(morning, MATHS, MATHS_HIGHER, grams=6000)
    parcels = propose_parcels(morning.register(), morning.pack, "AQA")
    assert [[e.weight_grams for e in parcel] for parcel in parcels] == [[6000, 6000], [6000, 6000]]
    first = [e.script_envelope_id for e in parcels[0]]
    packed = plan_consignment(morning.register(), morning.pack, "AQA", only=first)
    assert (packed.script_envelope_ids, packed.weight_grams) == (tuple(first), 12_000)
    morning.record(packed)
    with pytest.raises(Unready, match="not an envelope of AQA that waits"):
        plan_consignment(morning.register(), morning.pack, "AQA", only=first)
    with pytest.raises(Unready, match="first: this envelope lies in it"):
        plan_reopening(morning.register(), first[0], "why", "H. Jones", "officer")
    assert plan_opening(morning.register(), packed.consignment_id, "one more").reason == "one more"


def test_the_store_takes_what_is_here_and_gives_what_is_in_it(morning: Morning) -> None:
    seal(morning, IGCSE)
    (one,) = (e.script_envelope_id for e in morning.register().script_envelopes)
    with pytest.raises(Unready, match="Choose at least one"):
        plan_storing(morning.register(), (), "safe")
    with pytest.raises(Unready, match="is in no store"):
        plan_taking_out(morning.register(), [one], "to pack")
    with pytest.raises(Unready, match="no sealed envelope other"):
        plan_storing(morning.register(), ["other"], "safe")
    morning.record(plan_storing(morning.register(), [one], "safe"))
    assert plan_taking_out(morning.register(), [one], "to pack").script_envelope_ids == (one,)


def test_a_collection_is_booked_for_a_board_of_this_session_and_a_slot_to_come(morning: Morning) -> None:
    asked = dispatch.CollectionBooked(
        booking_id="",
        board="AQA",
        service="DX",
        slot_from=START + 5 * HOUR,
        slot_until=START + 6 * HOUR,
    )

    def book(**change: object) -> dispatch.CollectionBooked:
        changed = msgspec.structs.replace(asked, **change)
        return plan_booking(morning.register(), morning.pack, changed, START + 4 * HOUR)

    for change, why in (
        ({"board": "OCR"}, "No paper of OCR"),
        ({"slot_until": START}, "ends before it begins"),
        ({"slot_until": START + 48 * HOUR}, "not longer than a day"),
        ({"slot_from": START, "slot_until": START + HOUR}, "over already"),
        ({"booking_id": "b-9"}, "no such collection"),
    ):
        with pytest.raises(Unready, match=why):
            book(**change)
    morning.record(book())
    assert book().booking_id.endswith("-2")
    assert plan_cancelling(morning.register(), morning.register().bookings[0].booking_id, "no").reason == "no"


def test_the_dispatch_log_tells_each_step_and_is_searched_by_every_word(morning: Morning) -> None:
    seal(morning, MATHS, MATHS_HIGHER)
    packed = plan_consignment(morning.register(), morning.pack, "AQA", labels=("YL 1",))
    morning.record(packed)
    morning.record(plan_collection(morning.register(), packed.consignment_id, now=START, driver="D. River"))
    lines = entries_of(morning.pack, morning.facts())
    assert [line.what for line in lines] == ["Sealed"] * 4 + ["Packed", "Collected"]
    assert [line.what for line in matching(lines, "AQA river")] == ["Collected"]
    assert [line.what for line in matching(lines, "yl 1 packed")] == ["Packed"]
    assert matching(lines, "nobody") == ()
    assert matching(lines, " ") == lines


@pytest.mark.parametrize(
    ("typed", "grams"), [("", 0), ("2.4", 2400), (" 2,45 kg", 2450), ("12", 12_000), (".5", 500)]
)
def test_a_weight_is_read_as_people_type_it(typed: str, grams: int) -> None:
    assert grams_of(typed) == grams


@pytest.mark.parametrize("typed", ["heavy", "-1", "1.2.3", "1e3", "99999", "0.12345", ".", "٣"])
def test_what_is_no_weight_is_told(typed: str) -> None:
    with pytest.raises(NotUsable, match="not a weight"):
        grams_of(typed)


def test_a_countersigned_register_still_shows_what_attendance_it_had() -> None:
    morning = ordinary_morning()
    morning.record(plan_sign_off(morning.register(), morning.pack, MATHS, actor="officer"))
    morning.record(
        candidate.AttendanceCorrected(
            candidate_id=candidate_id(1),
            component_id=MATHS,
            old=Attendance.PRESENT,
            new=Attendance.ABSENT,
            reason="was not there",
            countersigned_by="H. Jones",
        )
    )
    part = reconcile(morning.register(), morning.pack)[0]
    assert part.changed_since_signed
    assert part.people.absent == 1
