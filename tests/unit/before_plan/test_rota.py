"""Who invigilates where: enough people with the right training, nobody twice, everybody their share."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from hub.before.records import DutyRecord, InvigilatorRecord
from hub.before.rota import (
    RotaDoubtKind,
    RotaError,
    RotaOptions,
    SessionNeeds,
    Workload,
    exchange,
    give_duty,
    propose_rota,
    release,
    rota_doubts,
    session_needs,
)
from hub.before.rota_times import expected_duties
from hub.before.seating import seat_session
from shared.plan.candidates import ArrangementKind as Kind
from shared.plan.timetable import Sitting
from tests.factories import rules
from tests.unit.before_plan.a_session import MATHS, SESSION, numbers, room, session

AFTERNOON = "2024-06-03-PM"
OPTIONS = RotaOptions()
PEOPLE = (
    *(InvigilatorRecord(id=f"L{n}", name=f"Lead {n}", role="lead") for n in (1, 2)),
    *(InvigilatorRecord(id=f"I{n}", name=f"Person {n}") for n in (1, 2, 3)),
    InvigilatorRecord(id="F1", name="Fay Reader", role="facilitator"),
    InvigilatorRecord(id="R1", name="Rex Reserve", role="reserve"),
)


def needs(on: str = SESSION, options: RotaOptions = OPTIONS) -> SessionNeeds:
    """A hall of 31, a room of two in which one is read to, and one candidate with a scribe alone."""
    sat = dict.fromkeys(numbers(34), MATHS)
    plan = session(
        [
            room("hall", 6, 6),
            room("s1", 1, 2, serves=(Kind.READER,)),
            room("med", 1, 1, kind="separate"),
        ],
        sat,
        needs={
            "0001": (Kind.READER, Kind.EXTRA_TIME),
            "0002": (Kind.READER,),
            "0003": (Kind.SCRIBE, Kind.SEPARATE_ROOM),
        },
        on=on,
    )
    plan = replace(plan, seatings=seat_session(plan).seatings)
    found = session_needs(plan, rules(), options)
    assert found is not None
    return found


def proposed(*sessions: SessionNeeds, **more):
    given = {"unavailable": (), "standing": (), "options": OPTIONS, **more}
    return propose_rota(sessions or (needs(),), PEOPLE, **given)


def told(duties) -> list[str]:
    return sorted(f"{d.room_id or 'office'} {d.role} {d.invigilator_id}" for d in duties)


def test_a_room_needs_people_by_the_ratio_and_by_who_is_helped() -> None:
    found = {n.room_id: (n.candidates, n.invigilators, n.facilitators, n.why) for n in needs().rooms}
    assert found == {
        "hall": (31, 2, 0, "31 candidates, one invigilator for 30"),
        "s1": (2, 1, 1, "2 candidates, one invigilator for 30"),
        "med": (1, 0, 1, "one candidate, whose facilitator invigilates as well"),
    }
    alone = {
        n.room_id: n.people for n in needs(options=RotaOptions(one_to_one=False, least_per_room=2)).rooms
    }
    assert alone == {"hall": 2, "s1": 3, "med": 3}


def test_a_duty_lasts_from_reporting_until_the_last_candidate_has_finished() -> None:
    s1 = needs().room("s1")
    assert s1 is not None
    assert (s1.since.time().isoformat("minutes"), s1.until.time().isoformat("minutes")) == ("08:30", "10:53")


def test_nobody_has_a_seat_so_nothing_is_needed_yet() -> None:
    assert session_needs(session([], {"0001": MATHS}), rules(), OPTIONS) is None


def test_a_proposal_fills_leads_facilitators_invigilators_and_reserves() -> None:
    rota = proposed()
    assert told(rota.duties) == [
        "hall invigilator I1",
        "hall lead L1",
        "office reserve R1",
        "s1 facilitator F1",
        "s1 lead L2",
    ]
    assert [(gap.room_id, gap.role) for gap in rota.gaps] == [("med", "facilitator")]
    assert rota.gaps[0].text.startswith("Nobody is free as facilitator in Med.")


def test_who_has_done_least_is_asked_next_over_all_sessions() -> None:
    rota = proposed(needs(), needs(AFTERNOON))
    invigilating = [d.invigilator_id for d in rota.duties if d.role == "invigilator"]
    assert sorted(invigilating) == ["I1", "I2"]
    work = Workload((needs(), needs(AFTERNOON)), rota.duties)
    shares = {s.invigilator_id: (s.duties, s.minutes) for s in work.shares(["I1", "I2", "I3"])}
    assert shares == {"I1": (1, 120), "I2": (1, 120), "I3": (0, 0)}


def test_who_cannot_come_is_not_asked_and_another_leads_in_their_place() -> None:
    rota = proposed(unavailable={("L1", SESSION), ("R1", SESSION)})
    assert told(rota.duties) == [
        "hall invigilator I2",
        "hall lead L2",
        "office reserve I3",
        "s1 facilitator F1",
        "s1 lead I1",
    ]


def test_duties_given_by_hand_stay_and_are_filled_round() -> None:
    hand = DutyRecord(session=SESSION, invigilator_id="I3", room_id="hall", role="lead", pinned=True)
    stale = DutyRecord(session=SESSION, invigilator_id="I2", room_id="hall", role="invigilator")
    rota = proposed(standing=(hand, stale))
    assert hand in rota.duties
    assert [d.invigilator_id for d in rota.duties if d.room_id == "hall"] == ["I1", "I3"]


def test_a_long_morning_keeps_people_from_an_afternoon_that_begins_before_it_ends() -> None:
    long = needs()
    later = replace(
        long,
        until=long.until + timedelta(hours=4),
        rooms=tuple(replace(n, until=n.until + timedelta(hours=4)) for n in long.rooms),
    )
    rota = proposed(later, needs(AFTERNOON))
    first = {d.invigilator_id for d in rota.duties if d.session == SESSION}
    second = {d.invigilator_id for d in rota.duties if d.session == AFTERNOON}
    assert first & second == set()
    both = (*rota.duties, DutyRecord(session=AFTERNOON, invigilator_id="L1", room_id="hall", role="lead"))
    found = rota_doubts((later, needs(AFTERNOON)), both, PEOPLE, ())
    clash = [d.text for d in found if d.kind is RotaDoubtKind.TWO_ROOMS]
    assert clash == ["Lead 1 is needed until 14:30, and the next duty begins at 12:30."]


def test_a_whole_rota_raises_only_the_doubts_that_are_left() -> None:
    rota = proposed()
    found = rota_doubts((needs(),), rota.duties, PEOPLE, ())
    assert [(d.kind, d.room_id) for d in found] == [(RotaDoubtKind.NO_FACILITATOR, "med")]


def test_every_doubt_says_which_room_or_person_and_what_to_do() -> None:
    duties = (
        DutyRecord(session=SESSION, invigilator_id="I1", room_id="hall"),
        DutyRecord(session=SESSION, invigilator_id="I2", room_id="s1", role="facilitator"),
        DutyRecord(session=SESSION, invigilator_id="I3", room_id="gym"),
        DutyRecord(session=SESSION, invigilator_id="gone", room_id="hall"),
    )
    found = {
        d.kind: d.text
        for d in rota_doubts((needs(),), duties, PEOPLE, {("I1", SESSION)})
        if d.room_id != "med"
    }
    assert found == {
        RotaDoubtKind.UNDER_RATIO: (
            "S1 has 0 of 1 invigilators (2 candidates, one invigilator for 30): 1 more."
        ),
        RotaDoubtKind.NO_LEAD: "S1 has no lead: name one of its invigilators.",
        RotaDoubtKind.ALONE: (
            "One person is alone in S1: they must be able to call help without leaving the room. "
            "Give it a paired tablet of its own, or a second person."
        ),
        RotaDoubtKind.NO_RESERVE: "0 of 1 reserves: nobody can step in when somebody is ill.",
        RotaDoubtKind.UNAVAILABLE: "Person 1 said they can't come in 2024-06-03-AM.",
        RotaDoubtKind.UNTRAINED: "Person 2 is down as facilitator and is not listed as one.",
        RotaDoubtKind.NOBODY_SITS: "Person 3 is expected in gym, where nobody sits.",
        RotaDoubtKind.UNKNOWN_PERSON: (
            "gone is not on the list of invigilators any more: give the duty to another."
        ),
    }


def test_a_duty_is_given_taken_and_exchanged_by_hand() -> None:
    lead, person = PEOPLE[0], PEOPLE[2]
    given = give_duty((), person, SESSION, "hall", "Hall", "invigilator", report_minutes=45)
    (duty,) = given.duties
    assert (duty.room_id, duty.report_minutes, duty.pinned) == ("hall", 45, True)
    assert given.what == "Person 1 is invigilator in Hall."
    moved = give_duty(given.duties, person, SESSION, "s1", "S1", "lead", report_minutes=30)
    assert told(moved.duties) == ["s1 lead I1"]
    swapped = exchange(moved.duties, lead, person, SESSION)
    assert (told(swapped.duties), swapped.before) == (["s1 lead L1"], moved.duties)
    assert release(swapped.duties, lead, SESSION).duties == ()
    with pytest.raises(RotaError, match="Lead 1 has no duty"):
        release((), lead, SESSION)
    with pytest.raises(RotaError, match="nothing to exchange"):
        exchange((), lead, person, SESSION)


def test_a_pack_expects_people_before_the_first_paper_of_their_room() -> None:
    paper = needs_paper()
    sat = (Sitting(candidate_id="c", component_id=paper.id, room_id="hall", seat="A1"),)
    duties = (
        DutyRecord(session=SESSION, invigilator_id="I1", room_id="hall", report_minutes=40),
        DutyRecord(session=SESSION, invigilator_id="R1", role="reserve"),
        DutyRecord(session=SESSION, invigilator_id="I2", room_id="gym"),
        DutyRecord(session=SESSION, invigilator_id="gone", room_id="hall"),
    )
    found = expected_duties(duties, sat, (paper,), known={"I1", "I2", "R1"})
    assert [(d.invigilator_id, d.room_id, d.report_at) for d in found] == [
        ("I1", "hall", paper.published_start - timedelta(minutes=40)),
        ("R1", "", paper.published_start - timedelta(minutes=30)),
    ]
    assert expected_duties(duties, (), (), known={"I1"}) == ()


def needs_paper():
    plan = session([], {"0001": MATHS})
    paper = plan.timetabling.components(SESSION)[0].in_zone("Europe/London")
    assert isinstance(paper.published_start, datetime)
    return paper
