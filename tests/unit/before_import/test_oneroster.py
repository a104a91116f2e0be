"""OneRoster 1.1 users.csv: students are candidates; staff only if told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.before.records import Kind
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.plans import small_plan, take

HEADINGS = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
)


def user(
    name: tuple[str, str, str],
    identifier: str,
    *,
    role: str = "student",
    status: str = "active",
    ids: str = "",
) -> str:
    given, family, middle = name
    start = f"u-{given},{status},2024-05-01,true,org1,{role},{given}.{family},{ids}"
    return f"{start},{given},{family},{middle},{identifier},,,,,11,\n"


SAFIYA, ANA, NEW = ("Safiya", "Abdi-Khan", "Noor"), ("Ana", "Šimić", ""), ("Mei", "Chan", "")


@pytest.fixture
def plan(tmp_path: Path) -> Iterator[PlanStore]:
    with small_plan(tmp_path) as store:
        yield store


def test_students_are_matched_or_taken_by_number_and_keep_what_the_file_does_not_tell(
    plan: PlanStore, tmp_path: Path
) -> None:
    before = plan.candidates()
    text = HEADINGS + user(SAFIYA, "004711") + user(ANA, "", ids="{UPN:B123456789012}") + user(NEW, "0207")
    planned = take(plan, Kind.ONEROSTER, tmp_path, text)
    assert (planned.reading.problems, planned.report()["kind"]) == ([], "oneroster")
    assert [len(c) for c in (planned.changes.added, planned.changes.changed, planned.changes.withdrawn)] == [
        1,
        1,
        0,
    ]
    after = plan.candidates()
    assert (after["0101"].surname, after["0101"].forenames) == ("Abdi-Khan", "Safiya Noor")
    assert (after["0101"].id, after["0101"].upn) == (before["0101"].id, "A123456789012")
    assert (after["0207"].surname, after["0103"]) == ("Chan", before["0103"])
    assert take(plan, Kind.ONEROSTER, tmp_path, text).changes.is_empty


def test_who_is_to_be_deleted_is_withdrawn_and_stays_so_until_the_list_of_candidates_says_otherwise(
    plan: PlanStore, tmp_path: Path
) -> None:
    gone = user(SAFIYA, "004711", status="tobedeleted") + user(NEW, "0207", status="tobedeleted")
    planned = take(plan, Kind.ONEROSTER, tmp_path, HEADINGS + gone)
    assert [c.key for c in planned.changes.withdrawn] == ["0101"]
    assert [(p.row, p.severity) for p in planned.reading.problems] == [(3, "note")]
    assert (plan.candidates()["0101"].withdrawn, "0207" in plan.candidates()) == (True, False)
    planned = take(plan, Kind.ONEROSTER, tmp_path, HEADINGS + user(SAFIYA, "004711"))
    assert (planned.changes.is_empty, plan.candidates()["0101"].withdrawn) == (True, True)
    assert [p.severity for p in planned.reading.problems] == ["note"]


def test_an_identifier_that_is_somebodys_admission_number_is_never_taken_for_a_candidate_number(
    plan: PlanStore, tmp_path: Path
) -> None:
    """0101 is Safiya's candidate number and Llŷr's admission number: the one the plan knows it by wins."""
    planned = take(plan, Kind.ONEROSTER, tmp_path, HEADINGS + user(("Llŷr", "Prŷs", ""), "0101"))
    assert (planned.changes.is_empty, list(planned.reading.records)) == (True, ["0103"])


def test_a_mapped_column_gives_the_number(plan: PlanStore, tmp_path: Path) -> None:
    text = HEADINGS + user(NEW, "X-99").replace(",11,\n", ",207,\n")
    planned = take(plan, Kind.ONEROSTER, tmp_path, text, headings={"grades": "number"})
    assert list(planned.reading.records) == ["0207"]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (user(NEW, "X-99"), "identifier"),
        (user(NEW, "", ids='"{UPN:A123456789012},{MIS:004712}"'), "identifier"),
        (user(("", "", ""), "0207"), "familyName"),
        (user(NEW, "0207", role="wizard"), "role"),
    ],
)
def test_somebody_who_cannot_be_known_is_told(
    plan: PlanStore, tmp_path: Path, line: str, column: str
) -> None:
    planned = take(plan, Kind.ONEROSTER, tmp_path, HEADINGS + line, accepted=False)
    assert [(p.row, p.column, p.severity) for p in planned.reading.problems] == [(2, column, "error")]


def test_staff_are_passed_over_unless_told_and_then_keep_role_and_pin(
    plan: PlanStore, tmp_path: Path
) -> None:
    text = (
        HEADINGS
        + user(("Margaret", "Ellis", ""), "INV1", role="teacher")
        + user(("Colin", "Whitby", ""), "", role="aide")
        + user(("Gone", "Away", ""), "T9", role="teacher", status="tobedeleted")
        + user(("A", "Parent", ""), "P1", role="guardian")
        + user(NEW, "0207")
    )
    assert [c.key for c in take(plan, Kind.ONEROSTER, tmp_path, text, accepted=False).changes.added] == [
        "0207"
    ]
    take(plan, Kind.INVIGILATORS, tmp_path, "Ref,Name,Role,PIN\nINV1,M Ellis,lead,4711\n")
    planned = take(plan, Kind.ONEROSTER, tmp_path, text, staff=True)
    assert [c.key for c in planned.changes.added] == ["u-Colin"]
    ellis = plan.invigilators()["INV1"]
    assert (ellis.name, ellis.role, ellis.accepts_pin("4711")) == ("Margaret Ellis", "lead", True)
    assert "0207" not in plan.candidates()
