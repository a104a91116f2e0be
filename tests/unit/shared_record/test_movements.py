"""Who left a room, with whom and for how long: told from facts of several tablets in any order."""

from __future__ import annotations

from datetime import timedelta

from shared.record.events.candidate import CandidateLeftRoom, CandidateReturned
from shared.record.events.incident import IncidentAmended, IncidentRecorded, PersonInvolved
from shared.record.incident_fold import fold_incidents
from shared.record.movements import movements_in
from tests.factories import ANNEXE, HALL, START, Device, candidate_id, facts

ONE, TWO = candidate_id(1), candidate_id(2)


def test_out_and_back_is_one_movement_and_a_second_way_out_another() -> None:
    tablet = Device(device_id="t", room=HALL)
    told = [
        tablet.write(CandidateLeftRoom(candidate_id=ONE, escort="Piotr"), at=START),
        tablet.write(CandidateReturned(candidate_id=ONE), at=START + timedelta(minutes=4)),
        tablet.write(CandidateReturned(candidate_id=TWO), at=START + timedelta(minutes=5)),
        tablet.write(CandidateLeftRoom(candidate_id=TWO, escort="Mary"), at=START + timedelta(minutes=6)),
        tablet.write(CandidateLeftRoom(candidate_id=TWO, escort="Ruth"), at=START + timedelta(minutes=9)),
    ]
    moves = movements_in(reversed(facts(told)), HALL)
    assert [(m.candidate_id, m.escort) for m in moves] == [(ONE, "Piotr"), (TWO, "Mary"), (TWO, "Ruth")]
    assert moves[0].returned_at == moves[0].left_at + timedelta(minutes=4)
    assert (moves[1].returned_at, moves[2].returned_at) == (None, None)


def test_who_comes_back_elsewhere_is_back_and_other_rooms_are_left_out() -> None:
    hall, annexe = Device(device_id="h", room=HALL), Device(device_id="a", room=ANNEXE)
    told = [
        hall.write(CandidateLeftRoom(candidate_id=ONE, escort="Piotr"), at=START),
        annexe.write(CandidateLeftRoom(candidate_id=TWO, escort="Mary"), at=START),
        annexe.write(CandidateReturned(candidate_id=ONE), at=START + timedelta(minutes=3)),
    ]
    (move,) = movements_in(facts(told), HALL)
    assert move.returned_at is not None
    assert [m.candidate_id for m in movements_in(facts(told), ANNEXE)] == [TWO]


def test_people_named_later_join_those_named_first() -> None:
    tablet = Device(device_id="t", room=HALL)
    told = [
        tablet.write(
            IncidentRecorded(
                incident_id="i", kind="illness", happened_at=START, text="pale", witnesses=("inv-1",)
            )
        ),
        tablet.write(
            IncidentAmended(
                incident_id="i",
                text="two of them",
                candidate_ids=(ONE, TWO),
                witnesses=("inv-1", "inv-2"),
                people=(PersonInvolved(name="N. Bell", role="first aider"),),
            )
        ),
    ]
    (incident,) = fold_incidents(facts(told))
    assert incident.candidate_ids == (ONE, TWO)
    assert incident.witnesses == ("inv-1", "inv-2")
    assert [person.name for person in incident.people] == ["N. Bell"]
