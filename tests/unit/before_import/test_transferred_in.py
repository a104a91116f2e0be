"""A candidate who is transferred in is seated like everybody, and stands on a separate register (rule 23)."""

from __future__ import annotations

from pathlib import Path

import msgspec

from hub.before.records import Kind
from shared.plan.centre import Centre
from shared.plan.timetable import Sitting
from shared.record.fold import project
from tests.factories import rules
from tests.unit.before_import.plans import NOW, small_plan, take

PAPER = "AQA:8300/2F"


def test_the_centre_that_made_the_entry_goes_from_the_list_to_the_register(tmp_path: Path) -> None:
    with small_plan(tmp_path) as plan:
        text = "Cand No,Surname,Transferred from\n0101,Abdi,\n0102,Šimić,54321\n0103,Prŷs,5432\n"
        planned = take(plan, Kind.CANDIDATES, tmp_path, text)
        assert [(p.row, p.column) for p in planned.reading.problems] == [(4, "Transferred from")]
        centre = Centre(number="12345", name="Riverside School")
        pack = plan.draft_pack("2024-06-03-AM", centre=centre, rules=rules(), tag_keys={}, now=NOW)
        numbers = {candidate.id: candidate.number for candidate in pack.candidates}
    register = project(pack, ())
    assert [numbers[s.candidate_id] for s in register.transferred_in(PAPER)] == ["0102"]
    assert [numbers[s.candidate_id] for s in register.own_entries(PAPER)] == ["0101"]
    assert "upn" not in msgspec.json.encode(pack).decode()
    assert "A123456789012" not in msgspec.json.encode(pack).decode()


def test_a_sitting_of_before_is_written_as_ever() -> None:
    """Its bytes are part of a published pack's hash."""
    written = msgspec.json.encode(Sitting(candidate_id="00000001", component_id=PAPER))
    assert written == b'{"candidate_id":"00000001","component_id":"AQA:8300/2F","room_id":null,"seat":null}'
