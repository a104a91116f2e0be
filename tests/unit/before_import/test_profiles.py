"""Header profiles: saved per source, found again by the same headings, told with their name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hub.before.importing.problems import UnreadableFileError
from hub.before.importing.profiles import ProfileNameError
from hub.before.importing.reading import Reading
from hub.before.imports import ImportOptions, read_source
from hub.before.records import Kind
from hub.storage.plan_store import PlanStore

LIST = "Kennung,Nachname,Vorname,Klasse\n0101,Abdi,Safiya,11A\n"
MAPPING = {"Kennung": "number", "Nachname": "surname", "Vorname": "forenames", "Klasse": ""}


@pytest.fixture
def plan() -> Iterator[PlanStore]:
    with PlanStore.in_memory() as store:
        store.save_import_profile(Kind.CANDIDATES, "  Partner   school ", MAPPING)
        yield store


def read(plan: PlanStore, text: str, **options: object) -> Reading:
    return read_source(Kind.CANDIDATES, text.encode(), "list.csv", plan, ImportOptions(**options))  # type: ignore[arg-type]


def test_the_same_headings_find_their_profile_in_any_order_and_say_so(plan: PlanStore) -> None:
    reading = read(plan, "klasse;Vorname;KENNUNG;Nachname\n11A;Safiya;0101;Abdi\n")
    assert reading.records["0101"].forenames == "Safiya"
    shape = reading.files[0]
    assert shape.profile == "Partner school"
    assert {(g.heading, g.field, g.reason, g.profile) for g in shape.guesses} == {
        ("klasse", None, "profile", "Partner school"),
        ("Vorname", "forenames", "profile", "Partner school"),
        ("KENNUNG", "number", "profile", "Partner school"),
        ("Nachname", "surname", "profile", "Partner school"),
    }
    assert shape.profile_mapping == {
        "klasse": "",
        "Vorname": "forenames",
        "KENNUNG": "number",
        "Nachname": "surname",
    }


def test_one_heading_more_is_another_source_unless_the_profile_is_named(plan: PlanStore) -> None:
    wider = LIST.replace("Klasse", "Klasse,UCI").replace("11A", "11A,681990012058G")
    with pytest.raises(UnreadableFileError, match="No column for 'number'"):
        read(plan, wider)
    reading = read(plan, wider, profile="partner SCHOOL")
    assert (reading.records["0101"].surname, reading.records["0101"].uci) == ("Abdi", "681990012058G")


def test_what_a_person_says_now_goes_before_the_profile(plan: PlanStore) -> None:
    reading = read(plan, LIST, headings={"Vorname": "", "Klasse": "forenames"})
    assert reading.records["0101"].forenames == "11A"
    assert [g.reason for g in reading.files[0].guesses] == ["profile", "profile", "told", "told"]


def test_a_profile_of_another_kind_is_not_used(plan: PlanStore) -> None:
    with pytest.raises(UnreadableFileError, match="No column for"):
        read_source(Kind.ENTRIES, LIST.encode(), "list.csv", plan, ImportOptions())
    with pytest.raises(
        UnreadableFileError, match=r"no profile 'Partner school' for entries; saved are: none yet"
    ):
        read_source(Kind.ENTRIES, LIST.encode(), "list.csv", plan, ImportOptions(profile="Partner school"))


def test_a_profile_is_replaced_by_one_of_the_same_name_and_can_be_removed(plan: PlanStore) -> None:
    plan.save_import_profile(Kind.CANDIDATES, "PARTNER school", {"No": "number", "Name": "name"})
    assert [(p.name, dict(p.mapping)) for p in plan.import_profiles()] == [
        ("PARTNER school", {"No": "number", "Name": "name"})
    ]
    assert plan.remove_import_profile(Kind.CANDIDATES, "partner school")
    assert not plan.remove_import_profile(Kind.CANDIDATES, "partner school")
    assert plan.import_profiles() == ()


@pytest.mark.parametrize("name", ["", "   ", "a=b", "x" * 61, "bell\x07"])
def test_a_name_that_cannot_be_is_told(plan: PlanStore, name: str) -> None:
    with pytest.raises(ProfileNameError, match="can't name a profile"):
        plan.save_import_profile(Kind.CANDIDATES, name, MAPPING)


def test_a_profile_that_maps_nothing_is_told(plan: PlanStore) -> None:
    with pytest.raises(ProfileNameError, match="a field for one"):
        plan.save_import_profile(Kind.CANDIDATES, "empty", {"Klasse": ""})
