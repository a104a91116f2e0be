"""Registers: blank for the pen, and as they were recorded, by room and by component."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from printables import component_register, room_register, typeface
from printables.component_register import UnknownComponentError
from shared.canonical import short_digest
from shared.plan.pack import SessionPack
from shared.record.events import candidate as ev
from shared.record.events import room
from tests import factories, paper_factory
from tests.factories import ANNEXE, HALL, MATHS, START
from tests.paper_reader import fonts, outline, pages, read_aloud, shown_fonts, sizes, squeezed, text

BEFORE = paper_factory.imprint()
AFTER = paper_factory.imprint(after=True)


def test_a_blank_register_lists_everybody_in_number_order_with_the_whole_name() -> None:
    pack = paper_factory.full_pack(30)
    words = text(room_register.draw(pack, HALL, BEFORE))
    for candidate in pack.candidates:
        assert squeezed(candidate.register_name) in squeezed(words)
    assert numbers_in(words, pack) == [c.number for c in pack.candidates]
    for label in ("Present", "Absent", "Not on the list", "Signature", "Actual start"):
        assert label in words
    assert "journal" not in words


def numbers_in(words: str, pack: SessionPack) -> list[str]:
    """Candidate numbers in the order in which they stand."""
    known = {c.number for c in pack.candidates}
    return [found for found in re.findall(r"(?<!\d)\d{4}(?!\d)", words) if found in known]


def test_head_and_foot_say_what_the_sheet_is() -> None:
    pack = paper_factory.full_pack(30)
    for number, page in enumerate(drawn := pages(room_register.draw(pack, HALL, BEFORE)), start=1):
        words = page.extract_text()
        assert "Centre 64321 · St Brigid's and All Saints Academy, Upper Riverside" in words
        assert "Mon 3 June 2024, morning" in words
        assert "Sports Hall" in words
        assert "AQA 8300/2F · Mathematics Paper 2 Foundation · 09:00 to 10:30 (1 h 30 min)" in words
        assert f"Page {number} of {len(drawn)}" in words
        assert "Pack version 1 · printed Mon 3 Jun 2024 08:12" in words


def test_two_hundred_rows_run_over_pages_that_repeat_the_heads_of_their_columns() -> None:
    pack = paper_factory.full_pack(200, columns=10)
    drawn = pages(room_register.draw(pack, HALL, BEFORE))
    assert 7 <= len(drawn) <= 9
    words = [page.extract_text() for page in drawn]
    assert all("Arrangements" in page for page in words[:-1])
    assert numbers_in("\n".join(words), pack) == [c.number for c in pack.candidates]


def test_a_recorded_register_says_who_came_when_and_what_is_still_open() -> None:
    """One absent, one late, one very late, one withdrawn, one doubtful, one moved, one on no list."""
    pack = paper_factory.full_pack(30)
    register = paper_factory.Morning(pack).play()
    words = text(room_register.draw(pack, HALL, AFTER, register))
    for said in (
        "A absent (abs)",
        "L late 09:14",
        "V very late 10:11",
        "withdrawn",
        "? identity pending",
        "Written in: on no list",
        "! Open: identity pending",
        "missing",
        "(plan B2)",
        "started 09:02 · finished 11:05",
        "30 listed · 1 written in · 29 present · 2 absent, transferred or withdrawn · 28 scripts collected",
        "Signed on the tablet Mon 3 Jun 2024 11:09 by Ruth Adeyemi and Piotr Nowak",
    ):
        assert said in " ".join(words.split()), said
    assert squeezed("Katarzyna Wiśniewska-Dąbrowska") in squeezed(words)
    assert words.count("✓ present") == 25 + 1


def test_the_foot_carries_what_verify_compares_with_the_paper() -> None:
    pack = paper_factory.full_pack(30)
    register = paper_factory.Morning(pack).play()
    for page in pages(room_register.draw(pack, HALL, AFTER, register)):
        words = page.extract_text()
        assert f"journal {short_digest(AFTER.journal_head)}" in words
        assert f"hub key {short_digest(AFTER.hub_key)}" in words


def test_a_component_register_gathers_its_candidates_from_all_rooms() -> None:
    """One component sits in the hall and in the annexe (rule 25)."""
    pack = factories.small_pack(12)
    words = text(component_register.draw(pack, MATHS, BEFORE))
    mine = {s.candidate_id for s in pack.sittings if s.component_id == MATHS}
    for candidate in pack.candidates:
        assert (candidate.number in words) == (candidate.id in mine)
    assert "Main Hall" in words
    assert "Annexe" in words


def test_a_satellite_room_is_marked_on_the_main_register_and_its_scripts_go_with_the_others() -> None:
    pack = factories.small_pack(12)
    annexe = msgspec.structs.replace(pack.rooms[1], kind="satellite")
    pack = msgspec.structs.replace(pack, rooms=(pack.rooms[0], annexe), published_hash="")
    words = " ".join(text(component_register.draw(pack, MATHS, BEFORE)).split())
    assert "Main Hall: 3 · Annexe (satellite): 1. One envelope for all rooms" in words
    assert words.count("(satellite)") == 2


def test_registers_say_how_their_boards_want_them_coded() -> None:
    """Rule 24: each board has its own codes; rules 22 and 23 are done by hand on a blank one."""
    words = " ".join(text(room_register.draw(paper_factory.full_pack(30), HALL, BEFORE)).split())
    assert "AQA: absent abs, transferred T · Pearson: absent A, transferred T" in words
    assert "strike a withdrawn candidate through" in words


def test_a_room_register_prints_what_was_waived_stopped_and_left_open() -> None:
    pack = paper_factory.full_pack(5)
    morning = paper_factory.Morning(pack)
    minute = timedelta(minutes=1)
    morning.say(room.InvigilatorSignedIn(invigilator_id="inv-1"), START - 30 * minute)
    waived = room.StepOverridden(step="packets_opened", reason="The exam is taken on screen.")
    morning.say(waived, START - 20 * minute, by_office=True, where=HALL)
    morning.say(room.ExamStarted(component_ids=(MATHS,), actual_start=START), START)
    morning.say(room.ClockStopped(reason="evacuation"), START + 10 * minute)
    morning.say(room.ClockResumed(), START + 22 * minute)
    words = " ".join(text(room_register.draw(pack, HALL, AFTER, morning.register())).split())
    assert "Packets opened: waived 08:40 by officer. Reason: The exam is taken on screen." in words
    assert "Script read (8300/2F): started with" in words
    assert "Writing stopped 09:10 to 09:22 (evacuation)" in words
    assert "Invigilators on duty: Ruth Adeyemi" in words


def test_a_candidate_transferred_in_is_told_to_go_on_a_register_of_its_own() -> None:
    """Rule 23."""
    pack = paper_factory.full_pack(3)
    morning = paper_factory.Morning(pack)
    came = ev.UnlistedCandidateAdded(
        candidate_id=factories.candidate_id(9001),
        component_id=MATHS,
        name="Ade Okafor",
        number="2999",
        reason="Moved school",
        from_centre="12345",
    )
    morning.say(came, START)
    words = text(room_register.draw(pack, HALL, AFTER, morning.register()))
    assert "Transferred in from centre 12345" in words


def test_the_file_says_whose_it_is_and_names_nobody() -> None:
    """Metadata is read by people who never open the file; the outline leads to each paper."""
    pack = paper_factory.named(paper_factory.full_pack(30))
    pdf = room_register.draw(pack, HALL, BEFORE)
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about is not None
    assert about.title == "Attendance register – Sports Hall – Mon 3 June 2024, morning"
    assert about.author == "Centre 64321 · St Brigid's and All Saints Academy, Upper Riverside"
    assert about.subject == "Pack version 1"
    told = " ".join(map(str, about.values()))
    assert not any(c.number in told or c.surname in told for c in pack.candidates)
    assert outline(pdf) == ["AQA 8300/2F", "AQA 8300/2H", "Pearson 4MA1 2F", "Not on the list"]
    assert b"/Lang (en-GB)" in pdf


def test_names_in_every_script_are_found_in_a_register_as_they_are_written(tmp_path: Path) -> None:
    """Joined and turned on the page, yet found by a search and copied as they are written."""
    pack = paper_factory.named(paper_factory.full_pack(11))
    heard = read_aloud(room_register.draw(pack, HALL, BEFORE), tmp_path)
    for candidate in pack.candidates:
        for word in re.split("[ ,-]+", typeface.plain(candidate.register_name)):
            assert word in heard


def test_a_component_that_is_not_sat_is_told_with_those_that_are() -> None:
    with pytest.raises(UnknownComponentError, match=r"AQA:8300/2F, AQA:8300/2H"):
        component_register.draw(factories.small_pack(), "AQA:0000", BEFORE)


def test_a_candidate_who_sits_elsewhere_is_listed_with_the_room() -> None:
    """Planned in the annexe, present in the hall: both registers say where."""
    pack = factories.small_pack(8)
    register = paper_factory.sat_elsewhere(pack)
    assert "Sits in Main Hall." in text(room_register.draw(pack, ANNEXE, AFTER, register))
    assert "Planned in Annexe." in text(room_register.draw(pack, HALL, AFTER, register))


def test_a_register_before_anything_happened_says_not_set_and_leaves_room_to_sign() -> None:
    pack = factories.small_pack(8)
    words = text(room_register.draw(pack, HALL, AFTER, paper_factory.Morning(pack).register()))
    assert words.count("not set") == 6
    assert "6 not decided" in words
    assert "Invigilator's name" in words


def test_an_empty_room_prints_a_register_that_says_so() -> None:
    pack = paper_factory.full_pack(3)
    assert "Nobody is planned in this room" in text(room_register.draw(pack, ANNEXE, BEFORE))


def test_registers_are_the_same_bytes_each_time_and_legible() -> None:
    pack = paper_factory.full_pack(30)
    register = paper_factory.Morning(pack).play()
    once = room_register.draw(pack, HALL, AFTER, register)
    assert once == room_register.draw(pack, HALL, AFTER, register)
    assert min(sizes(once)) >= typeface.LEAST_SIZE
    embedded = fonts(once)
    assert all(embedded[name] for name in shown_fonts(once))
