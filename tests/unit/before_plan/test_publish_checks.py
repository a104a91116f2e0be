"""What is told before a session is published: each check on a plan that has just that fault."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from hub.before.publish_checks import Check, publish_checks
from hub.before.records import EntryRecord, Kind
from hub.before.session_plan import SessionPlan
from hub.storage.plan_store import PlanStore
from shared.plan.centre import DisabledSeat
from shared.plan.duties import Duty
from shared.plan.pack import SessionPack
from tests.factories import SESSION, START, small_pack
from tests.plan_factory import PAPERS, put, small_plan

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def plan() -> SessionPlan:
    with PlanStore.in_memory() as store:
        small_plan(store)
        return store.session_plan(SESSION)


WELL = replace(small_pack(8), candidates=tuple(replace(c, photo="ab" * 32) for c in small_pack(8).candidates))


def found(plan: SessionPlan, pack: SessionPack) -> dict[str, Check]:
    return {check.what: check for check in publish_checks(plan, pack)}


def test_a_plan_in_order_only_wants_a_rota(plan: SessionPlan) -> None:
    assert list(found(plan, WELL)) == ["There is no rota yet. The rooms need 2 invigilators at once."]


def test_nobody_entered_stops_it(plan: SessionPlan) -> None:
    check = found(plan, replace(WELL, sittings=(), candidates=()))["Nobody is entered for this session."]
    assert check.severity == "stop"


def test_a_paper_without_a_length_stops_it(plan: SessionPlan) -> None:
    papers = list(WELL.session.components)
    papers[0] = replace(papers[0], minutes=0)
    check = found(plan, replace(WELL, session=replace(WELL.session, components=tuple(papers))))[
        "1 paper has no length"
    ]
    assert (check.severity, check.who) == ("stop", ("AQA 8300/2F Mathematics Paper 2 Foundation",))


def test_who_has_no_seat_is_named(plan: SessionPlan) -> None:
    rows = (replace(WELL.sittings[0], room_id=None, seat=None), *WELL.sittings[1:])
    check = found(plan, replace(WELL, sittings=rows))["1 entry has no seat yet"]
    assert check.who == ("1001 O'Connor, Siân, AQA 8300/2F",)


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        ("Z9", "1001 O'Connor, Siân in Main Hall Z9: there is no such seat"),
        ("F5", "1001 O'Connor, Siân in Main Hall F5: wobbles"),
        (WELL.sittings[1].seat, "Main Hall A2: 1001 O'Connor, Siân, 1002 Nguyễn, Thị Ánh"),
    ],
)
def test_a_seat_that_cannot_be_used_is_told_with_the_reason(plan: SessionPlan, seat: str, said: str) -> None:
    hall = replace(WELL.rooms[0], disabled=(DisabledSeat(label="F5", reason="wobbles"),))
    rows = (replace(WELL.sittings[0], seat=seat), *WELL.sittings[1:])
    pack = replace(WELL, rooms=(hall, *WELL.rooms[1:]), sittings=rows)
    assert found(plan, pack)["1 seat can't be used as planned"].who == (said,)


def test_a_room_with_too_few_in_the_rota_is_told(plan: SessionPlan) -> None:
    """Reserves and facilitators supervise nobody."""

    def duties(*roles: str) -> tuple[Duty, ...]:
        return tuple(
            Duty(invigilator_id=f"p{i}", room_id=room, role=role, report_at=START - timedelta(minutes=30))  # type: ignore[arg-type]
            for room in ("hall", "annexe")
            for i, role in enumerate(roles)
        )

    assert found(plan, replace(WELL, duties=duties("lead"))) == {}
    check = found(plan, replace(WELL, duties=duties("reserve", "facilitator")))[
        "2 rooms have too few invigilators"
    ]
    assert check.who[0] == "Main Hall: 6 candidates need 1, 0 are down"


def test_people_who_cannot_sign_in_are_named(plan: SessionPlan) -> None:
    without = tuple(replace(i, pin_hash="") for i in WELL.invigilators)
    check = found(plan, replace(WELL, invigilators=without))[f"{len(without)} invigilators have no PIN"]
    assert check.who == tuple(i.name for i in without)
    assert "There are no invigilators." in found(plan, replace(WELL, invigilators=()))


def test_missing_photos_are_a_note_where_nobody_has_one(plan: SessionPlan) -> None:
    assert found(plan, small_pack(8))["There are no photos."].severity == "note"
    people = (replace(WELL.candidates[0], photo=""), *WELL.candidates[1:])
    assert found(plan, replace(WELL, candidates=people))["1 candidate has no photo"].severity == "warning"


def test_clashes_of_the_day_are_told_as_the_clash_page_tells_them() -> None:
    with PlanStore.in_memory() as store:
        small_plan(store)

        put(store, Kind.ENTRIES, EntryRecord(number="1001", component_id=PAPERS[0]))
        check = found(store.session_plan(SESSION), WELL)["1 clash"]
    assert check.where == "clashes"
    assert "overlap by 90 minutes" in check.who[0]


def test_the_worst_comes_first(plan: SessionPlan) -> None:
    told = publish_checks(plan, replace(WELL, sittings=(), invigilators=()))
    order = [check.severity for check in told]
    assert order == sorted(order, key=("stop", "warning", "note").index)


def test_a_centre_without_a_number_is_told(plan: SessionPlan) -> None:
    pack = replace(WELL, centre=replace(WELL.centre, number="00000"))
    assert "The centre's number and name are not told yet." in found(plan, pack)
