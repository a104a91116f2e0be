"""The plan in its file, and packs that never change once they are published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.before.changes import Change, Changes, compare
from hub.before.clashes import all_clashes
from hub.before.importing.rooms import walking_order
from hub.before.packs import PackError, PackShelf
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
    RoomRecord,
    TimetableRecord,
)
from hub.before.rules_files import load_profile, profile_for, profile_names, rules_by_day
from hub.before.seating import seat_session
from hub.before.session_plan import UnknownSessionError
from hub.storage.plan_store import PlanChangedError, PlanStore
from hub.storage.writer import StorageError
from shared.plan.candidates import ArrangementKind
from shared.plan.centre import Centre
from shared.rules.faults import ProfileError

NOW = datetime(2024, 5, 1, 9, tzinfo=UTC)
LATER = datetime(2024, 5, 2, 9, tzinfo=UTC)
SESSION = "2024-06-03-AM"
CENTRE = Centre(number="68999", name="Riverside Academy")
IDS = {"0101": "00000001", "0102": "00000002", "0103": "00000003"}


def take(plan: PlanStore, kind: Kind, *records: PlanRecord) -> Changes[PlanRecord]:
    changes: Changes[PlanRecord] = compare(
        kind,
        plan.known(kind),
        {record.key: record for record in records},
        merge=lambda _, record: record,
        withdraw=lambda _: None,
    )
    plan.apply(changes, file=f"{kind}.csv", at=NOW)
    return changes


def candidate(number: str, surname: str = "Abdi") -> CandidateRecord:
    return CandidateRecord(number=number, id=IDS[number], surname=surname, forenames="Safiya")


def paper(code: str, hours: int = 9, minutes: int = 90) -> TimetableRecord:
    return TimetableRecord(
        board="AQA", code=code, title=code, day=date(2024, 6, 3), hours=hours, minutes_past=5, minutes=minutes
    )


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanStore]:
    with PlanStore.open(tmp_path / "plan.db") as store:
        take(store, Kind.CANDIDATES, *(candidate(number) for number in IDS))
        take(store, Kind.TIMETABLE, paper("8300/2F"), paper("J277/02", 13))
        take(store, Kind.ENTRIES, *(EntryRecord(number=n, component_id="AQA:8300/2F") for n in IDS))
        take(
            store,
            Kind.ROOMS,
            RoomRecord(id="HALL", name="[Hall]", rows=2, columns=1, seats=walking_order(2, 1)),
            RoomRecord(
                id="S1",
                name="S1",
                kind="satellite",
                rows=1,
                columns=1,
                seats=walking_order(1, 1),
                serves=(ArrangementKind.READER,),
            ),
        )
        take(store, Kind.ARRANGEMENTS, ArrangementRecord(number="0103", kind=ArrangementKind.READER))
        take(store, Kind.INVIGILATORS, InvigilatorRecord(id="INV1", name="Margaret Ellis", role="lead"))
        store.seat(SESSION, seat_session(store.session_plan(SESSION)).seatings)
        yield store


@pytest.fixture
def shelf(plan: PlanStore, tmp_path: Path) -> PackShelf:
    return PackShelf(tmp_path / "packs", plan, centre=CENTRE, rules=profile_for, tag_keys={1: "key"})


def test_a_plan_reads_the_same_after_it_was_closed(plan: PlanStore, tmp_path: Path) -> None:
    with PlanStore.open(tmp_path / "plan.db") as again:
        for kind in Kind:
            assert again.known(kind) == plan.known(kind)
        assert again.session_plan(SESSION) == plan.session_plan(SESSION)
        assert [entry.kind for entry in again.imports()][:2] == [Kind.INVIGILATORS, Kind.ARRANGEMENTS]


def test_the_last_import_is_taken_back_first_and_then_the_one_before(plan: PlanStore) -> None:
    take(plan, Kind.CANDIDATES, candidate("0101", "Renamed"), candidate("0102"))
    assert (plan.candidates()["0101"].surname, len(plan.candidates())) == ("Renamed", 2)
    undone = plan.undo_last_import(LATER)
    assert (undone is not None and undone.kind, undone is not None and undone.changed) == (Kind.CANDIDATES, 1)
    assert [c.surname for c in plan.candidates().values()] == ["Abdi"] * 3
    assert plan.imports()[0].undone_at == LATER
    plan.undo_last_import(LATER)
    assert plan.invigilators() == {}
    while plan.undo_last_import(LATER) is not None:
        pass
    imported = [kind for kind in Kind if kind is not Kind.SEATS]
    assert all(plan.known(kind) == {} for kind in imported)


def test_a_plan_that_somebody_changed_meanwhile_is_not_overwritten(plan: PlanStore) -> None:
    stale: Changes[PlanRecord] = Changes(
        kind=Kind.CANDIDATES,
        changed=(Change(key="0101", before=candidate("0101", "Old"), after=candidate("0101", "New")),),
    )
    with pytest.raises(PlanChangedError, match="0101"):
        plan.apply(stale, file="list.csv", at=NOW)
    assert plan.candidates()["0101"].surname == "Abdi"
    assert plan.imports()[0].kind is Kind.INVIGILATORS


def test_a_file_that_is_no_plan_is_told_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "plan.db").write_bytes(b"a spreadsheet, perhaps" * 100)
    with pytest.raises(StorageError, match=r"plan\.db can't be used as a plan"):
        PlanStore.open(tmp_path / "plan.db")
    with pytest.raises(StorageError, match="import one first"):
        PlanStore.open_existing(tmp_path / "nowhere" / "plan.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_published_pack_holds_the_session_and_nothing_else(shelf: PackShelf) -> None:
    pack = shelf.publish(SESSION, NOW)
    assert (pack.version, pack.published_hash) == (1, pack.content_hash)
    assert [c.id for c in pack.session.components] == ["AQA:8300/2F"]
    assert pack.session.components[0].published_start.isoformat() == "2024-06-03T09:05:00+01:00"
    assert [(s.room_id, s.seat) for s in pack.sittings] == [("HALL", "A1"), ("HALL", "A2"), ("S1", "A1")]
    assert [c.arrangement_codes for c in pack.candidates] == ["", "", "RD"]
    assert shelf.load(SESSION, 1) == shelf.latest(SESSION)
    assert (shelf.sessions(), shelf.versions(SESSION)) == ((SESSION,), (1,))


def test_an_unchanged_plan_stays_the_version_it_is_and_a_changed_one_is_the_next(
    shelf: PackShelf, plan: PlanStore
) -> None:
    first = shelf.publish(SESSION, NOW)
    assert shelf.publish(SESSION, LATER).published_at == NOW
    take(plan, Kind.CANDIDATES, candidate("0101", "Renamed"), candidate("0102"), candidate("0103"))
    second = shelf.publish(SESSION, LATER)
    assert (second.version, second.candidates[0].surname) == (2, "Renamed")
    assert shelf.load(SESSION, 1).candidates[0].surname == "Abdi"
    assert first.published_hash != second.published_hash


def test_a_published_pack_that_was_changed_since_is_refused(shelf: PackShelf, tmp_path: Path) -> None:
    shelf.publish(SESSION, NOW)
    file = tmp_path / "packs" / f"{SESSION}-v1.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    whole["candidates"][0]["surname"] = "Forged"
    file.write_text(json.dumps(whole), encoding="utf-8")
    with pytest.raises(PackError, match="was changed after it was published"):
        shelf.latest(SESSION)
    file.write_bytes(b"{")
    with pytest.raises(PackError, match="can't be read"):
        shelf.load(SESSION, 1)


def test_what_cannot_be_published_says_why(shelf: PackShelf, plan: PlanStore) -> None:
    with pytest.raises(UnknownSessionError, match="2024-06-03-AM, 2024-06-03-PM"):
        shelf.publish("2024-06-04-AM", NOW)
    with pytest.raises(PackError, match="Nobody is entered"):
        shelf.publish("2024-06-03-PM", NOW)
    for wrong in ("../../etc", "2024-13-03-AM"):
        with pytest.raises(PackError, match="is no session"):
            shelf.publish(wrong, NOW)
    with pytest.raises(PackError, match="never published"):
        shelf.load(SESSION, 7)


def test_a_withdrawn_candidate_and_a_withdrawn_entry_are_in_no_pack(
    shelf: PackShelf, plan: PlanStore
) -> None:
    take(
        plan,
        Kind.CANDIDATES,
        replace(candidate("0101"), withdrawn=True),
        candidate("0102"),
        candidate("0103"),
    )
    entries = [EntryRecord(number=n, component_id="AQA:8300/2F", withdrawn=n == "0102") for n in IDS]
    take(plan, Kind.ENTRIES, *entries)
    assert [c.number for c in shelf.publish(SESSION, NOW).candidates] == ["0103"]


def test_who_does_not_fit_is_told_with_the_room_and_its_seats(plan: PlanStore) -> None:
    take(plan, Kind.ARRANGEMENTS)
    seating = seat_session(plan.session_plan(SESSION))
    assert [(u.number, u.reason) for u in seating.unplaced] == [
        ("0103", "3 candidates belong in [Hall], with 2 seats for them")
    ]


def test_papers_that_overlap_are_a_clash_and_extra_time_counts(plan: PlanStore) -> None:
    take(plan, Kind.TIMETABLE, paper("8300/2F", 9, 200), paper("J277/02", 12), paper("8700/1", 9, 60))
    entries = [
        EntryRecord(number="0101", component_id=f"AQA:{code}") for code in ("8300/2F", "J277/02", "8700/1")
    ]
    take(plan, Kind.ENTRIES, *entries, EntryRecord(number="0102", component_id="AQA:J277/02"))
    clashes = [(c.first.code, c.second.code, c.overlap_minutes) for c in all_clashes(plan.timetabling())]
    assert clashes == [("8300/2F", "8700/1", 60), ("8300/2F", "J277/02", 20)]
    take(
        plan,
        Kind.ARRANGEMENTS,
        ArrangementRecord(number="0101", kind=ArrangementKind.EXTRA_TIME, percent=25),
    )
    assert [c.overlap_minutes for c in all_clashes(plan.timetabling())] == [75, 70]
    assert "0101 Abdi, Safiya is entered for AQA:8300/2F and" in all_clashes(plan.timetabling())[0].sentence


def test_rules_are_chosen_by_name_by_the_site_or_by_the_day(tmp_path: Path) -> None:
    assert profile_names() == ("generic", "internal", "jcq-2026-27")
    assert profile_for(date(2027, 5, 10)).id == "jcq-2026-27"
    assert profile_for(date(2024, 6, 3)).id == "jcq-2026-27"
    assert rules_by_day("internal", tmp_path)(date(2024, 6, 3)).id == "internal"
    for name in ("jcq-1066", "../internal", ""):
        with pytest.raises(ProfileError, match="There are: generic, internal, jcq-2026-27"):
            load_profile(name, tmp_path)
    (tmp_path / "rules").mkdir()
    own = (tmp_path / "rules" / "internal.toml").write_text("id = 1", encoding="utf-8")
    assert own
    with pytest.raises(ProfileError, match=r"internal\.toml"):
        load_profile("internal", tmp_path)


def test_numbers_of_no_board_are_marked_to_be_checked() -> None:
    for name in ("internal", "generic"):
        profile = load_profile(name)
        assert {profile.candidates_per_invigilator.confidence, profile.parcel_limit_kg.confidence} == {"C"}
