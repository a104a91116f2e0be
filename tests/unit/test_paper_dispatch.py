"""What leaves the building: manifest, envelope covers and the incident log."""

from __future__ import annotations

import re

import pytest

from printables import dispatch_manifest, envelope_covers, incident_log, typeface
from shared.plan.pack import SessionPack
from shared.record.register import Register
from tests import factories, paper_factory
from tests.factories import IGCSE
from tests.paper_reader import fonts, pages, shown_fonts, sizes, text

AFTER = paper_factory.imprint(after=True)


@pytest.fixture(scope="module")
def pack() -> SessionPack:
    return paper_factory.full_pack(30)


@pytest.fixture(scope="module")
def register(pack: SessionPack) -> Register:
    return paper_factory.Morning(pack).play()


def test_the_manifest_lists_every_envelope_with_range_and_count(
    pack: SessionPack, register: Register
) -> None:
    drawn = [" ".join(p.extract_text().split()) for p in pages(dispatch_manifest.draw(pack, register, AFTER))]
    assert len(drawn) == len(register.consignments) + 1
    for consignment, page in zip(register.consignments, drawn, strict=False):
        inside = [e for e in register.script_envelopes if e.consignment_id == consignment.consignment_id]
        assert inside
        for envelope in inside:
            assert f"{envelope.number} of {envelope.of}" in page
            assert f"{envelope.first_number} to {envelope.last_number}" in page
        scripts = sum(len(e.candidate_ids) for e in inside)
        assert f"{len(inside)} envelopes {scripts}" in page
        assert consignment.booking_reference in page
    assert "D. Prosser" in drawn[0]
    assert "Docket 884213" in drawn[0]
    assert "Never photocopy labels" in drawn[0]
    assert "D. Prosser" not in drawn[1]
    assert "all packed" in drawn[-1]


def test_a_manifest_holds_no_name_of_a_candidate(pack: SessionPack, register: Register) -> None:
    words = text(dispatch_manifest.draw(pack, register, AFTER))
    assert not [c.surname for c in pack.candidates if re.search(rf"\b{c.surname}\b", words)]


def test_the_manifest_of_one_consignment_is_for_its_courier_alone(
    pack: SessionPack, register: Register
) -> None:
    words = text(dispatch_manifest.draw(pack, register, AFTER, consignment_id="C2"))
    assert "C2" in words
    assert "C1" not in words
    assert "All components" not in words


def test_a_session_in_which_nothing_is_sealed_says_what_waits(pack: SessionPack) -> None:
    words = text(dispatch_manifest.draw(pack, paper_factory.Morning(pack).register(), AFTER))
    assert "nothing packed" in words
    assert words.count("no script: register only") == 3


def test_a_cover_shows_component_count_and_range_and_no_name(pack: SessionPack, register: Register) -> None:
    drawn = pages(envelope_covers.draw(pack, register, AFTER))
    assert len(drawn) == len(register.script_envelopes)
    for envelope, page in zip(register.script_envelopes, drawn, strict=True):
        words = page.extract_text()
        paper = pack.component(envelope.component_id)
        assert paper is not None
        assert paper.component.code in words
        assert f"{envelope.number} of {envelope.of}" in words
        assert f"{envelope.first_number} to {envelope.last_number}" in words
        inside = [c for c in pack.candidates if c.id in envelope.candidate_ids]
        assert all(c.number in words for c in inside)
        assert not [c.surname for c in inside if re.search(rf"\b{c.surname}\b", words)]


def test_covers_of_one_component_only(pack: SessionPack, register: Register) -> None:
    drawn = pages(envelope_covers.draw(pack, register, AFTER, component=IGCSE))
    assert len(drawn) == sum(e.component_id == IGCSE for e in register.script_envelopes)


def test_the_incident_log_keeps_restricted_entries_for_the_officer(
    pack: SessionPack, register: Register
) -> None:
    for_the_file = " ".join(text(incident_log.draw(pack, register, AFTER)).split())
    assert "taken outside by the escort" in for_the_file
    assert "Witnesses: Piotr Nowak" in for_the_file
    assert "Parent informed by the office" in for_the_file
    assert "restricted entry" in for_the_file
    assert "phone" not in for_the_file
    for_the_officer = text(incident_log.draw(pack, register, AFTER, restricted=True))
    assert "phone rang" in for_the_officer
    assert f"{pack.candidates[12].number} {pack.candidates[12].register_name}" in for_the_officer


def test_a_quiet_session_has_a_log_that_says_so() -> None:
    pack = factories.small_pack()
    words = text(incident_log.draw(pack, paper_factory.Morning(pack).register(), AFTER))
    assert "No incident was recorded" in words


def test_all_of_it_is_legible_and_the_same_bytes_each_time(pack: SessionPack, register: Register) -> None:
    for document in (dispatch_manifest, envelope_covers, incident_log):
        once = document.draw(pack, register, AFTER)
        assert once == document.draw(pack, register, AFTER)
        assert min(sizes(once)) >= typeface.LEAST_SIZE
        embedded = fonts(once)
        assert all(embedded[name] for name in shown_fonts(once))
