"""What the preview says of changes and problems, and how files reach the tray."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.before.changes import Change
from hub.before.import_drafts import FORGOTTEN_AFTER, MOST_DRAFTS, ImportDesk
from hub.before.importing.problems import Problem
from hub.before.imports import ImportOptions
from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    EntryRecord,
    InvigilatorRecord,
    Kind,
    PlanRecord,
)
from hub.before.staging import LONGEST_NAME, Staging, shown_name
from hub.storage.plan_store import PlanStore
from hub.web.office.before.import_view import page_of, problem_groups, problem_page, problems_as_csv
from hub.web.office.before.import_words import KINDS, for_a_page
from hub.web.office.before.record_words import People, change_line
from hub.web.office.before.upload import Upload
from hub.web.problems import Problem as Refused
from shared.plan.candidates import ArrangementKind

SIAN = CandidateRecord(number="1001", id="AAAA1111", surname="O'Connor", forenames="Siân")
PEOPLE = People({"1001": SIAN})


def told(before: PlanRecord | None, after: PlanRecord | None) -> tuple[str, list[tuple[str, str, str]]]:
    line = change_line(Change(key="k", before=before, after=after), PEOPLE)
    return line.name, [(d.label, d.before, d.after) for d in line.details]


def test_a_change_tells_what_was_and_what_is() -> None:
    after = CandidateRecord(number="1001", id="AAAA1111", surname="Connor", forenames="Siân", uci="X")
    assert told(SIAN, after) == (
        "1001 Connor, Siân",
        [("Surname", "O'Connor", "Connor"), ("UCI", "", "X")],
    )


def test_people_are_named_wherever_only_their_number_stands() -> None:
    name, _ = told(None, EntryRecord(number="1001", component_id="AQA:8300/2F"))
    assert name == "1001 O'Connor, Siân · AQA 8300/2F"
    extra = ArrangementRecord(number="1001", kind=ArrangementKind.EXTRA_TIME, percent=25)
    assert told(None, extra)[0] == "1001 O'Connor, Siân · 25 % extra time"


def test_a_pin_is_never_more_than_set_or_another() -> None:
    one = InvigilatorRecord(id="i", name="Ellis", pin_salt="salt", pin_hash="aaaa")
    other = InvigilatorRecord(id="i", name="Ellis", pin_salt="salt", pin_hash="bbbb")
    none = InvigilatorRecord(id="i", name="Ellis")
    assert told(one, other)[1] == [("PIN", "set", "another one")]
    assert told(none, one)[1] == [("PIN", "missing", "set")]
    for line in (told(one, other), told(None, one)):
        assert "aaaa" not in str(line)
        assert "salt" not in str(line)


def problem(row: int, found: str = "x", expected: str = "y", severity: str = "error") -> Problem:
    return Problem(file="f.csv", row=row, column="c", found=found, expected=expected, severity=severity)  # type: ignore[arg-type]


def test_problems_alike_are_one_group_and_the_worst_comes_first() -> None:
    problems = [problem(1, severity="note"), *(problem(n) for n in range(2, 9)), problem(9, expected="z")]
    groups = problem_groups(problems)
    assert [(g.severity, g.count) for g in groups] == [("error", 7), ("error", 1), ("note", 1)]
    assert problem_page(problems, "", 2, 1).items == (problems[-1],)
    assert problem_page(problems, "", 0, 1).items[-1].severity == "note"
    assert problem_page(problems, "f.csv 9", 0, 1).total == 1


def test_a_page_beyond_the_last_is_the_last() -> None:
    assert page_of(list(range(120)), 99).items == tuple(range(100, 120))
    assert (page_of([], 1).first, page_of([], 1).last) == (0, 0)
    assert page_of([1], -3).number == 1


def test_a_download_runs_nothing_in_a_spreadsheet() -> None:
    text = problems_as_csv([problem(2, found='=HYPERLINK("x")'), problem(3, found="+1")]).decode("utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert ",'+1," in text


@pytest.mark.parametrize(
    ("command", "page"),
    [
        ('a length: add --duration "8300/2F=01:30" with the right time', "a length"),
        (
            "a year: the dates have none, so add --year, for instance --year 2024",
            "a year: the dates have none",
        ),
        ("a PIN, here or in --pins FILE; without one", "a PIN; without one"),
        (
            "UTF-8; look at the names, and add --encoding if wrong",
            "UTF-8; look at the names, and choose another encoding under Headings if wrong",
        ),
    ],
)
def test_advice_of_the_command_becomes_advice_of_the_page(command: str, page: str) -> None:
    assert for_a_page(command) == page
    assert "--" not in for_a_page(command)


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == set(Kind)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\list.xlsx", "list.xlsx"),
        ("a\r\nb\x00.csv", "ab.csv"),
        ("...", "file"),
        ("", "file"),
        ("n" * 300 + ".csv", "n" * (LONGEST_NAME - 5) + "….csv"),
    ],
)
def test_a_shown_name_is_short_and_harmless(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert len(shown_name(given)) <= LONGEST_NAME


class Kept:
    """A place for files that a test can look at."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._open: dict[io.BytesIO, str] = {}

    def open(self, field: str, name: str) -> io.BytesIO:
        file = io.BytesIO()
        self._open[file] = name
        return file

    def close(self, file: io.BytesIO) -> None:  # type: ignore[override]
        self.files[self._open[file]] = file.getvalue()


BODY = (
    b'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n'
    b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
    b"1,2\r\n--bogus\r\n3\r\n"
    b'--b\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--b--\r\n'
)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 4096])
def test_an_upload_is_the_same_however_it_is_cut(size: int) -> None:
    kept, asked = Kept(), []
    upload = Upload(b"b", kept, lambda u: asked.append(dict(u.fields)))  # type: ignore[arg-type]
    for start in range(0, len(BODY), size):
        upload.take(BODY[start : start + size])
    upload.finish()
    assert kept.files == {"a.csv": b"1,2\r\n--bogus\r\n3"}
    assert asked[0] == {"csrf": "token"}


@pytest.mark.parametrize(
    "body", [b"nonsense", BODY[:60], b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"y" * 5000]
)
def test_what_is_no_upload_is_refused(body: bytes) -> None:
    upload = Upload(b"b", Kept(), lambda _: None)  # type: ignore[arg-type]

    def send() -> None:
        upload.take(body)
        upload.finish()

    with pytest.raises(Refused):
        send()


def test_old_and_surplus_drafts_are_forgotten_with_their_files(tmp_path: Path) -> None:
    now = [datetime(2024, 5, 1, 9, tzinfo=UTC)]
    drawn = iter(range(10_000))

    def draw(size: int) -> bytes:
        return next(drawn).to_bytes(size, "big")

    with PlanStore.in_memory() as plan:
        staging = Staging(tmp_path / "staging", draw)
        desk = ImportDesk(plan, staging, tmp_path / "photos", now=lambda: now[0], draw=draw)
        for _ in range(MOST_DRAFTS + 3):
            tray = staging.tray()
            tray.place("c.csv").path.write_bytes(b"Cand No,Surname\n1001,A\n")
            desk.read(desk.open(Kind.CANDIDATES, "Officer", tray, ImportOptions()))
        assert len(desk.waiting()) == MOST_DRAFTS
        assert len(list((tmp_path / "staging").iterdir())) == MOST_DRAFTS
        now[0] += FORGOTTEN_AFTER * 2
        fresh = desk.open(Kind.CANDIDATES, "Officer", staging.tray(), ImportOptions())
        assert [draft.id for draft in desk.waiting() if not draft.is_busy] in ([], [fresh.id])
        assert len(list((tmp_path / "staging").iterdir())) == 1
