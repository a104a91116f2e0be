"""Tables as programs and spreadsheets read them: the same rows, page by page, harmless, and by right."""

from __future__ import annotations

import csv
import io

import httpx
import pytest
from openpyxl import load_workbook

from hub.web.office.tables.catalogue import TABLES
from shared.record.events.office import LogBookEntryMade
from tests.contract.office_json.conftest import IN_SESSION
from tests.factories import SESSION
from tests.web import school
from tests.web.conftest import Running

TABLE = "/api/office/tables"
OF_SESSION = {"session": SESSION}


def test_the_catalogue_names_every_table_with_its_columns(officer: httpx.Client) -> None:
    told = officer.get(TABLE).json()
    assert [line["name"] for line in told] == list(TABLES)
    for line in told:
        assert line["sentence"].endswith(".")
        assert officer.get(line["path"], params=OF_SESSION).status_code == 200, line["name"]
        for form in ("csv", "xlsx"):
            file = officer.get(f"{line['path']}/file.{form}", params=OF_SESSION)
            assert file.status_code == 200, line["name"]
            name = f"{line['name']}-{SESSION}" if line["of_session"] else line["name"]
            assert file.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'


def test_a_long_table_is_read_page_by_page_without_losing_or_doubling_a_row(officer: httpx.Client) -> None:
    whole = officer.get(f"{TABLE}/register", params=OF_SESSION | {"limit": 1000}).json()
    assert whole["total"] == len(whole["rows"]) == school.CANDIDATES
    rows, at = [], f"{TABLE}/register?session={SESSION}&limit=70"
    for _ in range(3):
        answer = officer.get(at)
        rows += answer.json()["rows"]
        at = answer.links.get("next", {}).get("url", "")
    assert at == ""
    assert rows == whole["rows"]


def test_a_table_is_narrowed_to_a_room_or_a_component(officer: httpx.Client) -> None:
    library = officer.get(f"{TABLE}/register", params=OF_SESSION | {"room": "library"}).json()
    assert {row["room"] for row in library["rows"]} == {"Library"}
    assert library["total"] == 18
    higher = officer.get(f"{TABLE}/seating", params=OF_SESSION | {"component": "AQA:8300/1H"}).json()
    assert {row["component"] for row in higher["rows"]} == {"AQA 8300/1H"}


@pytest.mark.parametrize(
    "path", [f"{IN_SESSION}/overview", f"{IN_SESSION}/register", f"{TABLE}/timeline?session={SESSION}", TABLE]
)
def test_what_did_not_change_is_not_sent_again(officer: httpx.Client, path: str) -> None:
    first = officer.get(path)
    tag = first.headers["etag"]
    again = officer.get(path, headers={"if-none-match": f'W/"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert officer.get(path, headers={"if-none-match": 'W/"other"'}).content


def test_the_tag_changes_with_the_record(hub: Running, officer: httpx.Client) -> None:
    path = f"{IN_SESSION}/register"
    before = officer.get(path).headers["etag"]
    officer.post(f"{IN_SESSION}/help/help-1/acknowledge", json={"note": "on my way"})
    assert officer.get(path, headers={"if-none-match": before}).status_code == 200


def test_csv_and_workbook_tell_the_same_and_run_nothing(hub: Running, officer: httpx.Client) -> None:
    """A note that begins like a formula came from a room; a spreadsheet must show it as text."""
    evil = '=HYPERLINK("http://evil.example", "call")'
    officer.post(f"{IN_SESSION}/help/help-1/close", json={"note": evil})
    path = f"{TABLE}/log-book"
    hub.run(hub.hub.office.record("", LogBookEntryMade(text=evil), actor="Exams officer"))
    raw = officer.get(f"{path}/file.csv").content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Time", "Entry", "By"]
    assert rows[1][1] == f"'{evil}"
    sheet = load_workbook(io.BytesIO(officer.get(f"{path}/file.xlsx").content)).active
    assert sheet is not None
    cell = sheet.cell(2, 2)
    assert (cell.value, cell.data_type) == (evil, "s")
    assert sheet.cell(2, 1).is_date


def test_a_candidate_number_keeps_its_zeros_and_a_name_its_script(officer: httpx.Client) -> None:
    file = officer.get(f"{TABLE}/register/file.xlsx", params=OF_SESSION).content
    sheet = load_workbook(io.BytesIO(file)).active
    assert sheet is not None
    assert sheet["A2"].value == "3001"
    assert sheet["B2"].value == "Nguyễn, Thị Ánh"
    assert sheet.max_row == school.CANDIDATES + 1


def test_an_incident_that_only_the_officer_reads_is_closed_to_viewers_and_reports(
    hub: Running, officer: httpx.Client, viewer: httpx.Client
) -> None:
    _, text = hub.hub.report_tokens.make("report", "Exams officer", "week")
    bearer = {"authorization": f"Bearer {text}"}
    with hub.client(**bearer) as report:
        for path in (f"{TABLE}/incidents", f"{TABLE}/timeline", f"{TABLE}/incidents/file.csv"):
            assert "phone was found" in officer.get(path, params=OF_SESSION | {"limit": "1000"}).text, path
            for client in (viewer, report):
                told = client.get(path, params=OF_SESSION | {"limit": "1000"})
                assert told.status_code == 200
                assert "phone was found" not in told.text, path
        assert "phone was found" not in report.get(f"{IN_SESSION}/register").text


def test_what_can_not_be_read_is_shown_to_officers_only(
    hub: Running, officer: httpx.Client, viewer: httpx.Client
) -> None:
    hub.run(hub.hub.ingest.take("tablet-library", ["told in confidence"]))
    shown = officer.get("/api/office/quarantine").json()
    assert [one["data"] for one in shown] == ["told in confidence"]
    assert [one["data"] for one in viewer.get("/api/office/quarantine").json()] == [""]
    page = viewer.get("/quarantine", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "told in confidence" not in page.text
