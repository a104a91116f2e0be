"""``examday import``, ``seat`` and ``publish`` as a person uses them: nothing is written unasked."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from hub.cli.app import run_command
from hub.storage.plan_store import PlanStore
from tests.unit.before_import.books import workbook

EXPORT = resources.files("provisioning.sample_site") / "timetable-summer-2024.tsv"
REPORT_KEYS = [
    "kind",
    "rows_read",
    "rows_ok",
    "added",
    "changed",
    "withdrawn",
    "unchanged",
    "mapping",
    "problems",
]


class School:
    """A folder with a site to be and the school's files; runs commands and keeps what they said."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.site = folder / "site"
        self._capsys = capsys

    def file(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def run(self, *arguments: str) -> tuple[int, str, str]:
        code = run_command(arguments[0], [*arguments[1:], "--site", str(self.site)])
        said = self._capsys.readouterr()
        return code, " ".join(said.out.split()), " ".join(said.err.split())

    def plan(self) -> PlanStore:
        return PlanStore.open_existing(self.site / "plan.db")


@pytest.fixture
def school(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "timetable.tsv").write_bytes(EXPORT.read_bytes())
    return School(tmp_path, capsys)


def test_nothing_is_written_until_it_is_accepted(school: School) -> None:
    timetable = str(school.folder / "timetable.tsv")
    code, out, _ = school.run("import", "timetable", timetable, "--year", "2024")
    assert (code, school.site.exists()) == (1, False)
    assert "25 new components" in out
    assert "2 rows can't be read" in out
    assert "Add --yes to accept" in out
    code, out, _ = school.run("import", "timetable", timetable, "--year", "2024", "--dry-run")
    assert (code, school.site.exists()) == (1, False)
    durations = ["--duration", "8145/2A/C=01:00", "--duration", "8145/2B/A=01:00"]
    code, out, _ = school.run("import", "timetable", timetable, "--year", "2024", *durations, "--yes")
    assert (code, "27 new components" in out, "01:00 filled in as given" in out) == (0, True, True)
    with school.plan() as plan:
        assert len(plan.timetable()) == 27


def test_the_report_in_json_has_exactly_the_promised_keys(school: School) -> None:
    timetable = str(school.folder / "timetable.tsv")
    for expected in ((27, 0), (0, 27)):
        durations = ["--duration", "8145/2A/C=01:00", "--duration", "8145/2B/A=01:00"]
        code, out, _ = school.run(
            "import", "timetable", timetable, "--year", "2024", *durations, "-y", "--json"
        )
        report = json.loads(out)
        assert (code, list(report)) == (0, REPORT_KEYS)
        assert (report["added"], report["unchanged"]) == expected
    assert report["mapping"]["Length Hr:Min"] == "length"
    assert list(report["problems"][0]) == ["file", "row", "column", "found", "expected", "severity"]


def test_a_candidate_missing_from_the_next_list_is_withdrawn_only_if_every_row_was_read(
    school: School,
) -> None:
    whole = school.file("c.csv", "Cand No,Surname\n101,Abdi\n102,Begum\n103,Chan\n")
    broken = school.file("d.csv", "Cand No,Surname\n101,Abdi\n1O2,Begum\n")
    shorter = school.file("e.csv", "Cand No,Surname\n101,Abdi\n102,Begum\n")
    assert school.run("import", "candidates", whole, "-y")[0] == 0
    code, out, _ = school.run("import", "candidates", broken, "-y")
    assert (code, "Nobody was taken for withdrawn" in out) == (0, True)
    assert school.run("import", "candidates", shorter, "--partial", "-y")[0] == 0
    with school.plan() as plan:
        assert not any(c.withdrawn for c in plan.candidates().values())
    code, out, _ = school.run("import", "candidates", shorter, "-y")
    assert (code, "Withdrawn: 0103 Chan" in out) == (0, True)
    with school.plan() as plan:
        assert [n for n, c in plan.candidates().items() if c.withdrawn] == ["0103"]
    code, out, _ = school.run("import", "undo", "-y")
    assert (code, "Taken back: candidates from e.csv" in out) == (0, True)
    with school.plan() as plan:
        assert not any(c.withdrawn for c in plan.candidates().values())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["timetable", "missing.tsv"], "No such file"),
        (["timetable"], "Which file?"),
        (["timetable", "timetable.tsv", "--year", "24"], "The year 24 can't be meant"),
        (["timetable", "timetable.tsv", "--duration", "long"], "is not a duration"),
        (["timetable", "timetable.tsv", "--durations", "missing.csv"], "No such file"),
        (["timetable", "timetable.tsv", "--map", "=date"], "maps nothing"),
        (["timetable", "timetable.tsv", "--map", "SIMS"], "no profile 'SIMS'"),
        (["candidates", "timetable.tsv"], "No column for 'number'"),
        (["photos", "timetable.tsv"], "neither a folder of photos nor a zip"),
        (["undo"], "no import to take back"),
    ],
)
def test_what_cannot_be_done_is_told_without_a_traceback(
    school: School, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(school.folder)
    code, out, err = school.run("import", *arguments)
    assert (code, told in out + err, "Traceback" in out + err) == (1, True, False)
    assert not school.site.exists()


def test_from_files_to_a_published_pack(school: School) -> None:
    school.file("c.csv", "Cand No,Surname,Forename\n101,Abdi,[Safiya]\n102,Begum,Aisha\n103,Chan,Mei\n")
    timetable = "Date,Time,Length,Board,Code,Title\n3/6/2024,09:05,90,AQA,8300/2F,Maths\n"
    entries = "Cand No,Code\n101,8300/2F\n102,8300/2F\n103,8300/2F\n"
    for kind, text in (
        ("candidates", (school.folder / "c.csv").read_text(encoding="utf-8")),
        ("timetable", timetable),
        ("entries", entries),
        ("rooms", "Room,Rows,Columns\nHALL,2,1\n"),
    ):
        assert school.run("import", kind, school.file(f"{kind}.csv", text), "--yes")[0] == 0
    code, out, _ = school.run("seat", "2024-06-03-AM")
    assert code == 1
    assert "No seat for 0103 Chan, Mei: 3 candidates belong in HALL, with 2 seats for them." in out
    code, out, _ = school.run("publish", "2024-06-03-AM")
    assert (code, "1 entry has no seat yet" in out, "centre's number and name are not told" in out) == (
        0,
        True,
        True,
    )
    assert school.run("import", "rooms", school.file("r.csv", "Room,Rows,Columns\nHALL,3,1\n"), "-y")[0] == 0
    assert school.run("seat", "2024-06-03-AM")[0] == 0
    code, out, _ = school.run("publish", "2024-06-03-AM")
    assert "version 2" in out
    code, out, _ = school.run("publish", "2024-06-03-AM")
    assert (code, "Nothing has changed since 2024-06-03-AM version 2" in out) == (0, True)


def test_a_seating_that_moves_people_is_asked_for_first(school: School) -> None:
    test_from_files_to_a_published_pack(school)
    school.run("import", "entries", school.file("e.csv", "Cand No,Code\n102,8300/2F\n103,8300/2F\n"), "-y")
    code, out, _ = school.run("seat", "2024-06-03-AM")
    assert (code, "Another seat than before for 2: 0102 Begum, Aisha; 0103 Chan, Mei" in out) == (1, True)
    with school.plan() as plan:
        assert {s.number: s.seat for s in plan.seatings("2024-06-03-AM")}["0102"] == "A2"
    assert school.run("seat", "2024-06-03-AM", "--yes")[0] == 0
    with school.plan() as plan:
        assert {s.number: s.seat for s in plan.seatings("2024-06-03-AM")} == {"0102": "A1", "0103": "A2"}


def test_a_session_that_is_not_timetabled_is_told_with_those_that_are(school: School) -> None:
    for command in ("seat", "publish"):
        code, out, err = school.run(command, "2024-06-03-AM")
        assert (code, "There is no plan in" in out + err) == (1, True)
    assert not school.site.exists()


def test_what_headings_mean_is_kept_under_a_name_and_found_again(school: School) -> None:
    first = school.file("a.csv", "Kennung;Nachname;Klasse\n0101;Abdi;11A\n")
    code, out, _ = school.run("import", "candidates", first, "-y")
    assert (code, "No column for 'number'" in out) == (1, True)
    told = ["--map", "Kennung=number", "--map", "Nachname=surname", "--map", "Klasse="]
    code, out, _ = school.run("import", "candidates", first, *told, "--save-map", "Partner school", "-y")
    assert (code, "kept as profile Partner school" in out) == (0, True)
    second = school.file("b.csv", "Nachname;KLASSE;Kennung\nBegum;11B;0102\n")
    code, out, _ = school.run("import", "candidates", second, "--partial", "-y")
    assert (code, out.count("profile Partner school")) == (0, 3)
    third = school.file("c.csv", "Nachname;Kennung\nChan;0103\n")
    assert school.run("import", "candidates", third, "--partial", "-y")[0] == 1
    assert school.run("import", "candidates", third, "--map", "partner school", "--partial", "-y")[0] == 0
    with school.plan() as plan:
        assert [(c.number, c.surname) for c in plan.candidates().values()] == [
            ("0101", "Abdi"),
            ("0102", "Begum"),
            ("0103", "Chan"),
        ]


def test_a_mapping_may_come_from_a_file_such_as_a_report(school: School) -> None:
    people = school.file("a.csv", "Kennung;Nachname\n0101;Abdi\n")
    mapped = ["--map", school.file("p.json", '{"Kennung": "number", "Nachname": "surname"}')]
    code, out, _ = school.run("import", "candidates", people, *mapped, "-y", "--json")
    assert (code, json.loads(out)["added"]) == (0, 1)
    mapped = ["--map", school.file("report.json", out)]
    assert school.run("import", "candidates", people, *mapped, "-y")[0] == 0
    code, out, _ = school.run("import", "candidates", people, "--map", school.file("x.json", "[1]"), "-y")
    assert (code, "x.json is no profile" in out) == (1, True)


def test_a_file_that_cannot_be_read_is_reported_in_json_too(school: School) -> None:
    (school.folder / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    good = school.file("a.csv", "Cand No,Surname\n0101,Abdi\n")
    code, out, err = school.run("import", "candidates", good, str(school.folder / "old.xls"), "-y", "--json")
    report = json.loads(out)
    assert (code, list(report), report["rows_read"]) == (1, REPORT_KEYS, 0)
    assert [(p["file"], p["row"], p["severity"]) for p in report["problems"]] == [("old.xls", 0, "error")]
    assert ".xls" in report["problems"][0]["expected"]
    assert "Nothing was imported. old.xls: This is a workbook of an older Excel" in err
    assert not school.site.exists()


def test_a_profile_is_not_kept_by_a_dry_run_nor_under_an_impossible_name(school: School) -> None:
    people = school.file("a.csv", "Cand No,Surname\n0101,Abdi\n")
    assert school.run("import", "candidates", people, "--save-map", "a=b", "-y")[0] == 1
    assert school.run("import", "candidates", people, "--save-map", "SIMS", "--dry-run")[0] == 0
    assert not school.site.exists()


def test_a_workbook_and_a_text_file_are_one_import(school: School) -> None:
    (school.folder / "a.xlsx").write_bytes(
        workbook({"Notes": [("see next sheet",)], "Year 11": [("Cand No", "Name"), (12, "ABDI: SAFIYA")]})
    )
    second = school.file("b.tsv", "Surname\tExam No\nBegum\t0102\n\nTotal\t1\n")
    files = [str(school.folder / "a.xlsx"), second]
    code, out, _ = school.run("import", "candidates", *files, "-y", "--json")
    report = json.loads(out)
    assert (code, report["rows_read"], report["rows_ok"], report["added"]) == (0, 2, 2, 2)
    assert report["mapping"] == {
        "Cand No": "number",
        "Name": "name",
        "Surname": "surname",
        "Exam No": "number",
    }
    assert [(p["file"], p["row"], p["severity"]) for p in report["problems"]] == [
        ("a.xlsx", 2, "warning"),
        ("b.tsv", 4, "note"),
    ]
    code, out, _ = school.run("import", "candidates", *files, "-y")
    assert "a.xlsx: 1 row, sheet Year 11" in out
    code, out, _ = school.run("import", "candidates", files[0], files[1], "--sheet", "Year 13", "-y")
    assert (code, "a.xlsx: There is no sheet 'Year 13'" in out) == (1, True)


def test_the_year_and_each_length_are_asked_once(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(question: str, type: object = str) -> object:
        asked.append(question)
        return 2024 if type is int else "soon" if len(asked) == 2 else "01:00"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", answer)
    monkeypatch.setattr("typer.confirm", lambda question: True)
    code, out, _ = school.run("import", "timetable", str(school.folder / "timetable.tsv"))
    assert (code, "27 new components" in out) == (0, True)
    assert [question.split(" (")[0] for question in asked] == [
        "The dates have no year. Which year is it",
        "How long is 8145/2A/C History Paper 2A Option C",
        "How long is 8145/2A/C History Paper 2A Option C",
        "How long is 8145/2B/A History Paper 2B Option A",
    ]
