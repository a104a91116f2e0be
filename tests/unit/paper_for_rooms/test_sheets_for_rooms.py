"""Sheets for doors, desks, secure store and rooms: what stands on them, and what must not."""

from __future__ import annotations

import io
from datetime import timedelta

import msgspec
import pytest
from pypdf import PdfReader

from printables.before import (
    candidate_timetable,
    delivery_log,
    desk_cards,
    door_list,
    enrolment_sheet,
    invigilator_sign_in,
    packet_sign_out,
    room_schedule,
)
from printables.during import incident_form, room_pack, room_script
from shared.canonical import digest
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from shared.record.room_lists import CHECKLIST, START_SCRIPT
from tests import factories, paper_factory
from tests.factories import ANNEXE, HALL, START
from tests.paper_reader import pages, squeezed, text
from tests.web.school import portrait

IMPRINT = paper_factory.imprint()


@pytest.fixture(scope="module")
def full() -> SessionPack:
    return paper_factory.full_pack(30)


def words(pdf: bytes) -> str:
    return squeezed(text(pdf))


def test_a_door_list_names_everybody_twice_and_nobody_s_arrangements(full: SessionPack) -> None:
    pdf = door_list.draw(full, HALL, IMPRINT)
    said = words(pdf)
    for candidate in full.candidates:
        assert said.count(candidate.number) == 2
        assert squeezed(candidate.surname) in said
    assert "ET25" not in said
    assert not any(candidate.id in said for candidate in full.candidates)


def test_a_door_list_sorts_letters_that_only_look_foreign_where_a_reader_looks_for_them(
    full: SessionPack,
) -> None:
    first = words(door_list.draw(full, HALL, IMPRINT)).split("Seatsbynumber")[0]
    order = [
        first.index(name) for name in ("İnönü", "Li,Wei", "Łukaszewicz", "Madonna", "Ștefănescu", "vander")
    ]
    assert order == sorted(order)


def test_a_desk_card_has_the_photo_or_says_that_a_document_is_to_be_checked(full: SessionPack) -> None:
    photo = portrait(1)
    known = msgspec.structs.replace(full.candidates[0], photo=digest(photo))
    spoiled = msgspec.structs.replace(full.candidates[1], photo=digest("spoiled"))
    pack = msgspec.structs.replace(full, candidates=(known, spoiled, *full.candidates[2:]))
    kept = {known.photo: photo, spoiled.photo: b"not a picture"}
    pdf = desk_cards.draw(pack, HALL, IMPRINT, kept.get)
    assert len(pages(pdf)) == 8
    assert len(pages(pdf)[0].images) == 1
    assert text(pdf).count("No photo:") == 29
    assert [c.number for c in desk_cards.without_photo(pack, HALL, kept.get)][:1] == [spoiled.number]
    assert len(pages(desk_cards.draw(pack, HALL, IMPRINT, kept.get, per_page=2))) == 15


def test_a_candidate_s_timetable_has_every_session_with_the_own_finish_and_the_clash() -> None:
    monday = paper_factory.clash_pack()
    later = factories.small_pack(3, session="2024-06-05-PM")
    who = monday.candidates[0].id
    pdf = candidate_timetable.draw([later, monday], [who], IMPRINT)
    said = words(pdf)
    assert said.index("Mon3Jun2024") < said.index("Wed5Jun2024")
    assert "10:531h53min" in said, "90 minutes and a quarter, from nine"
    assert "overlapby" in said
    assert "Page1of1" in said
    both = candidate_timetable.draw([later, monday], [c.id for c in monday.candidates[:2]], IMPRINT)
    assert [page.extract_text().count("Page 1 of 1") for page in pages(both)] == [1, 1]
    with pytest.raises(candidate_timetable.NobodyError):
        candidate_timetable.draw([monday], ["nobody"], IMPRINT)


def test_an_unseated_candidate_is_told_that_the_room_is_still_to_come() -> None:
    pack = factories.small_pack(3)
    sittings = tuple(msgspec.structs.replace(s, room_id=None, seat=None) for s in pack.sittings)
    pack = msgspec.structs.replace(pack, sittings=sittings)
    assert "tobetold" in words(candidate_timetable.draw([pack], [pack.candidates[0].id], IMPRINT))


def test_packets_are_signed_out_by_room_and_checked_by_two_people() -> None:
    pack = factories.small_pack(8)
    said = words(packet_sign_out.draw(pack, IMPRINT))
    assert said.count("AQA8300/2F") == 4, "two rooms, out of the store and before opening"
    assert "Secondperson,signature" in said


def test_invigilators_are_expected_where_the_rota_has_them() -> None:
    pack = msgspec.structs.replace(
        factories.small_pack(8),
        duties=(
            Duty(invigilator_id="inv-1", room_id=HALL, role="lead", report_at=START - timedelta(minutes=30)),
            Duty(invigilator_id="inv-3", role="reserve", report_at=START - timedelta(minutes=30)),
        ),
    )
    said = words(invigilator_sign_in.draw(pack, IMPRINT))
    hall, annexe = said.split("Annexe")
    assert "RuthAdeyemilead08:30" in hall
    assert "MaryQuayle" in annexe
    assert "PiotrNowak" not in said


def test_the_site_team_s_schedule_holds_nobody_s_name_or_number(full: SessionPack) -> None:
    said = words(room_schedule.draw([full], full.centre, IMPRINT))
    assert "SportsHall09:0011:30" in said, "the last finish counts extra time"
    assert "wordprocessors" in said
    assert not any(
        c.number in said or squeezed(c.surname) in said for c in full.candidates if c.surname != "Li"
    )


def test_the_enrolment_sheet_shows_the_fingerprint_and_no_way_in() -> None:
    pack = factories.small_pack(4)
    place = enrolment_sheet.HubPlace(addresses=("192.0.2.7",), port=8443, fingerprint=digest("authority"))
    pdf = enrolment_sheet.draw(pack, place, IMPRINT)
    assert squeezed("".join(enrolment_sheet.in_groups(digest("authority")))) in words(pdf)
    assert "192.0.2.7:8443" in words(pdf)
    assert "XDP1:" not in text(pdf)
    assert len(pages(pdf)[0].images) == 0


def test_the_script_on_paper_has_the_lines_of_the_tablet() -> None:
    said = words(room_script.draw(factories.small_pack(8), HALL, IMPRINT))
    assert all(squeezed(line) in said for _, line in (*CHECKLIST, *START_SCRIPT))


def test_the_room_s_pack_is_one_document_in_the_order_of_the_day_with_an_outline(full: SessionPack) -> None:
    pdf = room_pack.draw(full, HALL, IMPRINT)
    reader = PdfReader(io.BytesIO(pdf))
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert [next(t for t in titles if t.startswith(part)) for part in PARTS] == [
        t for t in titles if t.startswith(PARTS)
    ]
    last = len(reader.pages)
    assert f"Page {last} of {last}" in reader.pages[-1].extract_text()
    assert "Scripts" in reader.pages[-1].extract_text()


PARTS = (
    "To go on by hand",
    "Checklist and start script",
    "Packet check",
    "Attendance register",
    "Seating plan",
    "Finish times",
    "Incident log",
    "Script count",
)


def test_empty_rooms_and_an_empty_series_print_a_sentence_instead_of_a_blank() -> None:
    nobody = factories.small_pack(0)
    for pdf in (
        door_list.draw(nobody, ANNEXE, IMPRINT),
        desk_cards.draw(nobody, ANNEXE, IMPRINT, lambda _: None),
        room_pack.draw(nobody, ANNEXE, IMPRINT),
    ):
        assert "Nobodyisplanned" in words(pdf)
    assert "Nopaperisplanned" in words(packet_sign_out.draw(nobody, IMPRINT))
    assert "Noroomisneeded" in words(room_schedule.draw([], nobody.centre, IMPRINT))
    assert "Deliverylog" in words(delivery_log.draw([], nobody.centre, nobody.rules, IMPRINT))
    assert "Incidentlog" in words(incident_form.draw(nobody, ANNEXE, IMPRINT))
