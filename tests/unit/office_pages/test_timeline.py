"""The record in plain words: every kind of fact has its sentence, with names and places, never with ids."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import Any, get_args, get_type_hints

import pytest
from msgspec import Raw
from msgspec.structs import fields

from hub.web.office.timeline import SENTENCED, in_words, timeline
from hub.web.office.wording import Names
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.record.envelope import Envelope, Transcribed
from shared.record.events import EVENT_TYPES, Event, UnknownEvent, candidate, incident, office, room
from shared.record.fold import project
from tests import factories
from tests.factories import ANNEXE, HALL, MATHS, START, Device, candidate_id

PACK = factories.small_pack()
NAMES = Names(PACK, project(PACK, ()))
ZONE = "Europe/London"
SAMPLES: dict[str, Any] = {
    "candidate_id": candidate_id(1),
    "component_id": MATHS,
    "component_ids": (MATHS,),
    "candidate_ids": (candidate_id(1),),
    "to_room": ANNEXE,
    "arrangement": Arrangement(kind=ArrangementKind.REST_BREAKS),
    "ruling": None,
    "given_by": "inv-1",
}


def sample(kind: type[Event]) -> Event:
    """An event of ``kind`` with something sensible in every field that has to be given."""
    hints = get_type_hints(kind)
    return kind(**{f.name: _value(f.name, hints[f.name]) for f in fields(kind) if f.required})


def _value(name: str, of: Any) -> Any:
    if name in SAMPLES:
        return SAMPLES[name]
    if name in ("invigilator_id", "checked_by", "escort", "to_supervisor"):
        return "inv-1"
    if name == "signed_by":
        return ("inv-1", "inv-2")
    if "datetime" in str(of):
        return START.astimezone(UTC)
    if of is date:
        return START.date()
    if "dict" in str(of):
        return {MATHS: 3}
    if of is int:
        return 3
    if isinstance(of, type) and issubclass(of, str) and hasattr(of, "__members__"):
        return list(of)[1]
    choices = [c for c in get_args(of) if isinstance(c, str)]
    if choices:
        return choices[0]
    return ("Text",) if "tuple" in str(of) else "Text"


def test_no_kind_is_left_out() -> None:
    assert set(EVENT_TYPES) == SENTENCED


@pytest.mark.parametrize("kind", EVENT_TYPES, ids=lambda kind: kind.__name__)
def test_a_sentence_names_people_and_places_as_people_do(kind: type[Event]) -> None:
    words = in_words(sample(kind), NAMES, ZONE)
    assert words[0].isupper() or words[0].isdigit()
    assert words.endswith((".", "Text"))
    for raw in (candidate_id(1), "inv-1", f"{MATHS}", "annexe", "<", "None", "{"):
        assert raw not in words, words


def test_what_a_later_version_writes_is_told_by_its_name() -> None:
    event = UnknownEvent(type="RoomPainted", body=Raw(b"{}"))
    assert "RoomPainted" in in_words(event, NAMES, ZONE)


def test_every_enum_value_has_its_words() -> None:
    for kind in get_args(incident.HelpKind):
        assert "wanted" in in_words(incident.HelpRequested(help_id="h", kind=kind), NAMES, ZONE)
    for kind in get_args(incident.IncidentKind):
        event = incident.IncidentRecorded(incident_id="i", kind=kind, happened_at=START, text="what happened")
        assert in_words(event, NAMES, ZONE).endswith(": what happened")
    for decision in candidate.Identity:
        event2 = candidate.IdentityDecided(candidate_id=candidate_id(1), decision=decision, method="none")
        assert in_words(event2, NAMES, ZONE).startswith("1001 O'Connor, Siân: ")


def test_a_restricted_incident_is_only_told_to_the_officer() -> None:
    tablet = Device("tablet-hall", room=HALL)
    secret = incident.IncidentRecorded(
        incident_id="i", kind="malpractice", happened_at=START, text="a phone on A1", restricted=True
    )
    facts = factories.facts([tablet.write(secret)])
    assert "a phone" in timeline(facts, NAMES, ZONE, restricted=True)[0].text
    assert "a phone" not in timeline(facts, NAMES, ZONE, restricted=False)[0].text


def test_what_is_added_to_a_restricted_incident_is_only_told_to_the_officer() -> None:
    """Also where the incident itself is not on the page: an amendment alone does not say whose it is."""
    tablet = Device("tablet-hall", room=HALL)
    recorded = [
        tablet.write(
            incident.IncidentRecorded(
                incident_id=which,
                kind="malpractice",
                happened_at=START,
                text="noted",
                restricted=which == "secret",
            )
        )
        for which in ("secret", "open")
    ]
    amended = [
        tablet.write(incident.IncidentAmended(incident_id=which, text=f"the phone is {which}"))
        for which in ("secret", "open")
    ]

    def told(written: list[Envelope], *, restricted: bool) -> str:
        facts = factories.facts(written)
        return " ".join(line.text for line in timeline(facts, NAMES, ZONE, restricted=restricted))

    assert "the phone is secret" in told(recorded + amended, restricted=True)
    assert "the phone is open" in told(recorded + amended, restricted=False)
    assert "the phone is secret" not in told(recorded + amended, restricted=False)
    assert "the phone is" not in told(amended, restricted=False)


def test_newest_first_and_paper_says_who_signed_it() -> None:
    tablet = Device("tablet-hall", room=HALL)
    started = tablet.write(room.ExamStarted(component_ids=(MATHS,), actual_start=START), at=START)
    paper = Transcribed(signed_by="Ruth Adeyemi", written_at=START + timedelta(minutes=20))
    absent = candidate.CandidateMarkedAbsent(candidate_id=candidate_id(1), component_id=MATHS)
    keyed = tablet.write(absent, at=START + timedelta(hours=1), source=paper)
    lines = timeline(factories.facts([started, keyed]), NAMES, ZONE, restricted=True)
    assert [line.text for line in lines] == ["1001 O'Connor, Siân absent.", "AQA 8300/2F started at 09:00."]
    assert lines[0].note == "from paper, signed by Ruth Adeyemi at 09:20"
    assert lines[0].actor == "Ruth Adeyemi"


def test_a_ruling_says_what_counts_from_now_on() -> None:
    ruling = office.AttendanceRuling(
        candidate_id=candidate_id(1), component_id=MATHS, attendance=candidate.Attendance.ABSENT
    )
    event = office.DiscrepancySettled(discrepancy_id="d", answer="Seat was empty", evidence=(), ruling=ruling)
    assert (
        in_words(event, NAMES, ZONE)
        == "Settled: Seat was empty. 1001 O'Connor, Siân counts as absent for AQA 8300/2F."
    )
