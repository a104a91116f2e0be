"""What is asked about each kind of incident, what was answered, and who may read it (rules 30 and 33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shared.record.events import incident
from shared.record.incident_log import Incident
from shared.record.incident_templates import (
    ALL_KINDS,
    MALPRACTICE_TYPES,
    Reader,
    may_read,
    template_for,
    unanswered,
)
from tests.factories import ANNEXE, HALL, START
from tests.unit.shared_record.two_tablets import WHO, TwoTablets

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_rule_30_every_kind_of_incident_has_its_questions(kind: str) -> None:
    template = template_for(kind)
    assert template.kind == kind
    keys = [field.key for field in template.fields]
    assert len(keys) == len(set(keys))
    for field in unanswered(kind, {}):
        assert field.needed
    answered = {field.key: (field.choices or ("said",))[0] for field in template.fields}
    assert unanswered(kind, answered) == ()
    assert all(field.label for field in template.fields)


def test_a_kind_of_a_later_version_is_asked_about_as_any_other() -> None:
    assert template_for("drone").kind == "other"


def test_rule_33_the_types_of_malpractice_are_offered() -> None:
    (asked,) = [field for field in template_for("malpractice").fields if field.key == "type"]
    assert asked.choices == MALPRACTICE_TYPES
    assert {"phone or device", "collusion", "impersonation", "social media"} <= set(asked.choices)
    assert template_for("malpractice").restricted


def test_blank_answers_answer_nothing() -> None:
    assert [field.key for field in unanswered("leaving_room", {"why": "  ", "escort": "inv-2"})] == ["why"]


def recorded(world: TwoTablets, **more: object) -> Incident:
    fields: dict[str, object] = {
        "incident_id": "i1",
        "kind": "disturbance",
        "happened_at": START,
        "text": "drilling",
    }
    world.say(world.hall, incident.IncidentRecorded(**fields | more))  # type: ignore[arg-type]
    return world.register().incidents[0]


def test_answers_gather_and_a_different_one_stands_behind_the_first() -> None:
    """Nobody's answer disappears, least of all by a later clock."""
    world = TwoTablets()
    recorded(world, details={"cause": "drill"}, witnesses=("inv-1",))
    world.say(
        world.annexe,
        incident.IncidentAmended(
            incident_id="i1", text="it went on", details={"cause": "hammer", "effect": "loud"}
        ),
        at=START + MINUTE,
    )
    world.say(
        world.hall,
        incident.IncidentAmended(
            incident_id="i1", text="over", until=START + 9 * MINUTE, details={"cause": "drill"}
        ),
    )
    (found,) = world.register().incidents
    assert found.details == {"cause": "drill; hammer", "effect": "loud"}
    assert found.until == START + 9 * MINUTE
    assert {note.text for note in found.notes} == {"drilling", "over", "it went on"}


def test_one_incident_told_by_two_tablets_names_everybody_and_stays_restricted() -> None:
    world = TwoTablets()
    recorded(world, restricted=True, candidate_ids=(WHO,), witnesses=("inv-1",))
    other = incident.IncidentRecorded(
        incident_id="i1",
        kind="disturbance",
        happened_at=START,
        text="heard it too",
        witnesses=("inv-3",),
        people=(incident.PersonInvolved(name="A. Porter", role="porter"),),
    )
    world.say(world.annexe, other, at=START + MINUTE)
    (found,) = world.register().incidents
    assert found.restricted
    assert (found.candidate_ids, set(found.witnesses)) == ((WHO,), {"inv-1", "inv-3"})
    assert [person.name for person in found.people] == ["A. Porter"]
    assert {note.text for note in found.notes} == {"drilling", "heard it too"}


@pytest.mark.parametrize(
    ("reader", "open_one", "restricted_one"),
    [
        (Reader(id="R. Adeyemi", is_officer=True), True, True),
        (Reader(id="inv-1", rooms=(HALL,)), True, True),
        (Reader(id="inv-2", rooms=(HALL,)), True, False),
        (Reader(id="inv-3", rooms=(ANNEXE,)), False, False),
    ],
    ids=["officer", "author", "same room", "another room"],
)
def test_rule_30_a_restricted_incident_is_for_its_author_and_the_officer(
    reader: Reader, open_one: bool, restricted_one: bool
) -> None:
    """inv-1 wrote both, in the hall; inv-2 is named as a witness and sees no more for it."""
    assert may_read(recorded(TwoTablets(), witnesses=("inv-2",)), reader) is open_one
    assert may_read(recorded(TwoTablets(), restricted=True, witnesses=("inv-2",)), reader) is restricted_one
