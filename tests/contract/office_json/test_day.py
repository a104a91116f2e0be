"""What the pages of the day do, programs do too: rooms, candidates, incidents, log book, tablets, people."""

from __future__ import annotations

from typing import Any

import httpx

from hub.web.office import routers
from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord
from tests.contract.office_json.conftest import IN_SESSION
from tests.factories import SESSION, Device
from tests.web.conftest import Running
from tests.web.every_route import every_route

API = "/api/office"
OTHER_NAMES = {
    "/devices/offers": f"{API}/pairing-offers",
    "/devices/{device_id}/assign": f"{API}/devices/{{device_id}}/assignment",
    "/exports/tokens": f"{API}/report-tokens",
    "/exports/tokens/{token_id}/revoke": f"{API}/report-tokens/{{token_id}}/revoke",
    "/sessions/{session}/discrepancies/{discrepancy_id}": (
        f"{API}/sessions/{{session}}/discrepancies/{{discrepancy_id}}/settle"
    ),
    "/sessions/{session}/drafts/very-late/{candidate_id}/{component_id:path}": (
        f"{API}/sessions/{{session}}/very-late-reports/{{candidate_id}}/{{component_id:path}}"
    ),
    "/sessions/{session}/incidents/{incident_id}": (
        f"{API}/sessions/{{session}}/incidents/{{incident_id}}/notes"
    ),
    "/sessions/{session}/incidents/{incident_id}/drafts/{report}": (
        f"{API}/sessions/{{session}}/incidents/{{incident_id}}/drafts/{{report}}/sent"
    ),
    "/sessions/{session}/new-incident": f"{API}/sessions/{{session}}/incidents",
    "/sessions/{session}/rooms/{room:path}/message": f"{API}/sessions/{{session}}/rooms/{{room}}/messages",
    "/sessions/{session}/rooms/{room:path}/move": f"{API}/sessions/{{session}}/rooms/{{room}}/move",
    "/sessions/{session}/rooms/{room:path}/override": f"{API}/sessions/{{session}}/rooms/{{room}}/override",
}
BY_HAND = {
    "/plan/": "looked at step by step before it is kept; for programs `examday import`, `seat`, `publish`",
    "/setup/": "changed once a term, beside what the change would do to published plans",
    "/fallback": "a stick in the hub's own machine",
    "/handover/": "pictures, and forgetting what was read so far: programs send codes",
    "/look": "the colours of one's own browser",
    "/password": "a person's own",
    "/retention/": "erased or given out after a person looked; for programs `examday archive`, `retention`",
    "/sessions/{session}/candidates/{candidate_id}/subject-access": "as above: `examday subject-access`",
    "/sessions/{session}/print/remove": "files on the hub's own disk",
    "/sessions/{session}/close/": "after the exam: see tests of its own routes",
    "/sessions/{session}/bookings/": "as above",
    "/sessions/{session}/consignments/{consignment_id}/open": "as above",
}
"""Forms without a twin for programs, each with its reason."""


def test_what_a_form_of_the_day_does_a_program_can_do(hub: Running) -> None:
    posts = {r.path for r in every_route(routers(hub.hub)) if "POST" in (r.methods or ())}
    forms = {path for path in posts if not path.startswith("/api/")}
    assert OTHER_NAMES.keys() <= forms
    without = {f for f in forms if OTHER_NAMES.get(f, f"{API}{f}") not in posts}
    assert {f for f in without if not f.startswith(tuple(BY_HAND))} == set()
    assert all(any(f.startswith(start) for f in without) for start in BY_HAND), "no reason without its form"


def sitting(hub: Running, attendance: Attendance, room: str | None = None) -> SittingRecord:
    register = hub.hub.live.register(SESSION)
    assert register is not None
    return next(s for s in register.sittings if s.attendance is attendance and room in (None, s.place))


def test_a_message_is_with_the_room_and_read_back_page_by_page(officer: httpx.Client) -> None:
    messages = f"{IN_SESSION}/rooms/library/messages"
    for number in (1, 2):
        sent = officer.post(messages, json={"text": f"Message {number}: go on writing.", "urgent": True})
        assert sent.status_code == 200, sent.text
    officer.post(f"{IN_SESSION}/messages", json={"text": "The fire alarm is tested."})
    first = officer.get(f"{messages}?limit=2")
    texts = [m["notice"]["text"] for m in first.json()["messages"]]
    assert texts == ["The fire alarm is tested.", "Message 2: go on writing."]
    assert first.links["next"]["url"].startswith(messages)
    assert officer.get(messages, headers={"if-none-match": first.headers["etag"]}).status_code == 200
    assert officer.post(f"{IN_SESSION}/rooms/moon/messages", json={"text": "hello"}).status_code == 404
    assert officer.post(messages, json={"text": "x" * 301}).status_code == 422


def test_a_room_moves_as_it_was_looked_at_or_not_at_all(hub: Running, officer: httpx.Client) -> None:
    pack = hub.hub.live.pack(SESSION)
    assert pack is not None
    assert officer.get(f"{IN_SESSION}/rooms/s4/move?to=s4").status_code == 422
    assert officer.get(f"{IN_SESSION}/rooms/s4/move?to=learning-support").status_code == 409, "too small"
    ways = [f"{IN_SESSION}/rooms/{here.id}/move?to={to.id}" for here in pack.rooms for to in pack.rooms]
    looked = (officer.get(way) for way in ways)
    planned = next(answer.json() for answer in looked if answer.status_code == 200)
    move = f"{IN_SESSION}/rooms/{planned['here']}/move"
    wanted = {"to": planned["there"], "reason": "No heating.", "revision": planned["revision"] - 1}
    stale = officer.post(move, json=wanted)
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:examday:not-now")
    done = officer.post(move, json=wanted | {"revision": planned["revision"]})
    assert done.status_code == 200, done.text
    seats = {(m["candidate_id"], m["new"]) for m in done.json()["moves"]}
    who = next(iter(seats))[0]
    told = officer.get(f"{IN_SESSION}/candidates/{who}").json()
    assert {(who, s["seat"]) for s in told["sittings"]} <= seats


def test_a_correction_says_what_it_corrects(hub: Running, officer: httpx.Client) -> None:
    absent = sitting(hub, Attendance.ABSENT)
    one = f"{IN_SESSION}/candidates/{absent.candidate_id}"
    body = {
        "component_id": absent.component_id,
        "attendance": "present",
        "reason": "She sits in the library.",
    }
    assert officer.post(f"{one}/attendance", json=body).status_code == 422, "shown is asked for"
    for shown in ("present", ""):
        assert officer.post(f"{one}/attendance", json=body | {"shown": shown}).status_code == 409
    done = officer.post(f"{one}/attendance", json=body | {"shown": "absent"})
    assert (done.status_code, done.json()["new"]) == (200, "present"), done.text
    assert [c["text"] for c in officer.get(one).json()["corrections"]]


def test_she_is_seated_elsewhere_identified_and_granted_time(hub: Running, officer: httpx.Client) -> None:
    here = sitting(hub, Attendance.PRESENT, "main-hall")
    one = f"{IN_SESSION}/candidates/{here.candidate_id}"
    before = officer.get(one).json()["sittings"][0]
    rows = officer.get(f"{API}/tables/register", params={"session": SESSION, "room": "main-hall"}).json()
    pack = hub.hub.live.pack(SESSION)
    hall = pack.room("main-hall") if pack else None
    assert hall is not None
    taken = {row["seat"] for row in rows["rows"]}
    free = next(seat.label for seat in hall.usable_seats if seat.label not in taken)
    body = {
        "component_id": here.component_id,
        "room": "main-hall",
        "seat": free,
        "reason": "The desk is broken.",
        "shown_room": before["room"],
        "shown_seat": "Z99",
    }
    assert officer.post(f"{one}/seat", json=body).status_code == 409
    moved = officer.post(f"{one}/seat", json=body | {"shown_seat": before["seat"]})
    assert (moved.status_code, moved.json()["new"]) == (200, free), moved.text
    granted = {"kind": "extra_time", "percent": 20, "reason": "Wrist in plaster."}
    assert officer.post(f"{one}/arrangements", json=granted).status_code == 200
    assert officer.post(f"{one}/arrangements", json=granted | {"percent": -1}).status_code == 422
    seen = {"method": "document", "note": "Passport seen."}
    assert officer.post(f"{one}/identity", json=seen).json()["decision"] == "confirmed"


def test_an_incident_is_read_by_whom_it_concerns(officer: httpx.Client, viewer: httpx.Client) -> None:
    log = f"{IN_SESSION}/incidents"
    new: dict[str, Any] = {
        "kind": "other",
        "at": "10:00",
        "room": "library",
        "text": "A phone rang in a bag.",
    }
    made = officer.post(log, json=new | {"restricted": True})
    assert made.status_code == 200, made.text
    one = f"{log}/{made.json()['incident_id']}"
    added = officer.post(
        f"{one}/notes", json={"text": "The bag was taken out.", "people": ["N. Nurse, first aider"]}
    )
    assert [n["text"] for n in added.json()["notes"]] == ["A phone rang in a bag.", "The bag was taken out."]
    assert viewer.get(one).status_code == 404
    all_of_them, hers = officer.get(log).json(), viewer.get(log).json()
    assert hers["total"] < all_of_them["total"] == len(all_of_them["incidents"])
    assert "A phone rang" not in str(hers)
    assert officer.get(f"{log}?limit=1").links["next"]["url"]
    assert viewer.get(f"{one}/drafts/m1").status_code == 403
    assert officer.get(f"{one}/drafts/m9").status_code == 404
    assert officer.post(log, json=new | {"kind": "cheating"}).status_code == 422


def test_reception_writes_and_reads_back(officer: httpx.Client) -> None:
    book = f"{API}/log-book"
    paper = {"signed_by": "S. Patel", "at": "08:05"}
    delivery = {"board": "AQA", "boxes": 3, "received_by": "S. Patel", "paper": paper}
    assert officer.post(f"{book}/deliveries", json=delivery).status_code == 200
    assert officer.post(f"{book}/deliveries", json=delivery | {"boxes": -1}).status_code == 422
    assert (
        officer.post(f"{book}/entries", json={"sort": "Keys", "text": "Key 4 to the caretaker"}).status_code
        == 200
    )
    told = officer.get(f"{book}?limit=1").json()
    assert (told["total"] >= 2, told["lines"][0]["text"]) == (True, "Key 4 to the caretaker")
    old = {"sort": "Note", "text": "Found in a drawer", "paper": paper | {"day": "0001-01-01"}}
    assert officer.post(f"{book}/entries", json=old).status_code == 422
    count = {"room": "library", "counted": 18, "where": "out"}
    assert officer.post(f"{IN_SESSION}/evacuation", json=count).status_code == 200
    assert officer.post(f"{IN_SESSION}/evacuation", json=count | {"where": "up"}).status_code == 422
    assert (
        officer.post(f"{API}/quarantine/none", json={"answer": "nothing", "way": "none"}).status_code == 422
    )


def test_two_officers_dont_overwrite_each_others_tablet(hub: Running, officer: httpx.Client) -> None:
    hub.enrol(Device("tablet-json"))
    one = f"{API}/devices/tablet-json"
    first = officer.get(f"{one}/assignment")
    wanted = {"name": "Library 2", "rooms": ["library"]}
    assert officer.post(f"{one}/assignment", json=wanted).status_code == 428
    mine = {"if-match": first.headers["etag"]}
    done = officer.post(f"{one}/assignment", json=wanted, headers=mine)
    assert (done.status_code, done.json()) == (200, wanted)
    late = officer.post(f"{one}/assignment", json=wanted | {"rooms": []}, headers=mine)
    assert (late.status_code, late.json()["type"]) == (412, "urn:examday:changed-since")
    assert officer.get(one).json()["device"]["rooms"] == ["library"]
    assert officer.post(f"{one}/lock", json={"locked": True}).status_code == 200
    assert officer.post(f"{one}/lock", json={"locked": True}).status_code == 409
    assert officer.post(f"{one}/wipe", json={"losing": 0}).json() == {"losing": 0}
    assert officer.post(f"{one}/wipe/take-back").status_code == 200
    assert officer.post(f"{one}/take-over", json={"spare": "tablet-json"}).status_code == 422
    assert officer.get(f"{API}/devices/none").status_code == 404


def test_accounts_and_tokens_tell_a_secret_once(officer: httpx.Client, viewer: httpx.Client) -> None:
    new = {"name": "json", "display_name": "J. Son", "role": "viewer"}
    drawn = officer.post(f"{API}/accounts", json=new).json()["password"]
    assert officer.post(f"{API}/accounts", json=new).status_code == 422
    for name in ("a/b", "a?b", "a\\b", "%2e"):
        assert officer.post(f"{API}/accounts", json=new | {"name": name}).status_code == 422
    one = f"{API}/accounts/json"
    assert officer.post(f"{one}/role", json={"role": "officer", "shown": "assistant"}).status_code == 409
    assert officer.post(f"{one}/role", json={"role": "assistant", "shown": "viewer"}).status_code == 200
    again = officer.post(f"{one}/password").json()["password"]
    made = officer.post(f"{API}/report-tokens", json={"label": "report", "lasts": "week"}).json()
    told = officer.get(f"{API}/accounts").text + officer.get(f"{API}/report-tokens").text
    assert not [secret for secret in (drawn, again, made["secret"]) if secret in told]
    assert viewer.get(f"{API}/accounts").status_code == 403
    assert viewer.get(f"{API}/report-tokens").status_code == 403
    revoked = officer.post(f"{API}/report-tokens/{made['token']['token_id']}/revoke").json()
    assert revoked["revoked_by"] == "Exams officer"
    assert officer.post(f"{one}/remove").status_code == 200
    assert officer.post(f"{one}/remove").status_code == 409
    assert officer.post(f"{API}/accounts/officer/remove").status_code == 409
