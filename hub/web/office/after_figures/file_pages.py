"""Files that leave the hub: attendance for the school's own system, and deadlines for a diary."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from hub.accounts import Account
from hub.after.calendar import Entry, calendar_file
from hub.after.write_back import Profiles, read_profiles, write_back_csv, write_back_rows
from hub.web.office.day.reports import Due, reports_due
from hub.web.office.desk import InHand
from hub.web.office.guard import Guard
from hub.web.office.refusals import NotThere
from hub.web.office.session_pages import in_session
from hub.web.office.web import OfficeWeb
from hub.web.office.wording import REPORT_TITLES
from shared.record.deadlines import day_of, working_days_after

OWN_LAYOUTS = "write-back"
PREVIEWED = 8
FROM_THE_EXAM = "Counted from this exam; where the body counts from the last one, it is later."


def file_pages(web: OfficeWeb, guard: Guard) -> APIRouter:
    router = APIRouter(dependencies=[Depends(guard.office)])

    def profiles() -> Profiles:
        return read_profiles(web.hub.config.site / OWN_LAYOUTS)

    @router.get("/sessions/{session}/files")
    def files(
        request: Request, session: str, layout: str = "generic", account: Account = Depends(guard.office)
    ) -> HTMLResponse:
        """Files that leave the hub, with a look at the attendance file in the chosen layout."""
        held, known = web.desk.in_hand(session), profiles()
        if layout not in known.known:
            raise NotThere(f"There is no layout {layout}. There are: {', '.join(known.known)}.")
        rows = write_back_rows(held.pack, held.register, known.known[layout])
        context = {
            "profiles": known,
            "layout": layout,
            "chosen": known.known[layout],
            "rows": rows[1 : PREVIEWED + 1],
            "headings": rows[0],
            "lines": len(rows) - 1,
            "own_folder": OWN_LAYOUTS,
            "entries": _entries(web, held, restricted=account.may_act),
        }
        return web.page(request, "after/files.html", in_session(held, "files") | context)

    @router.get("/sessions/{session}/write-back/{layout}.csv")
    def write_back(session: str, layout: str) -> Response:
        """The attendance of the session in this layout."""
        held, known = web.desk.in_hand(session), profiles()
        if layout not in known.known:
            raise NotThere(f"There is no layout {layout}. There are: {', '.join(known.known)}.")
        content = write_back_csv(held.pack, held.register, known.known[layout])
        return _file(content, f"attendance-{held.session}-{layout}.csv", "text/csv")

    @router.get("/sessions/{session}/deadlines.ics")
    def deadlines(session: str, account: Account = Depends(guard.office)) -> Response:
        """Deadlines and courier slots of the session as a calendar file."""
        held = web.desk.in_hand(session)
        content = calendar_file(
            _entries(web, held, restricted=account.may_act),
            name=f"Exam deadlines {held.session}",
            site=web.hub.authority.fingerprint,
            made_at=web.hub.now(),
        )
        return _file(content, f"deadlines-{held.session}.ics", "text/calendar; charset=utf-8")

    return router


def _entries(web: OfficeWeb, held: InHand, *, restricted: bool) -> tuple[Entry, ...]:
    """Reports that are due and not sent, and slots of couriers; no candidate is named."""
    hidden = () if restricted else {i.incident_id for i in held.register.incidents if i.restricted}
    due = [
        _report(held, one)
        for one in reports_due(held, web.hub.live.facts(held.session))
        if one.sent is None and one.incident_id not in hidden
    ]
    slots = [
        Entry(
            key=f"slot|{booking.booking_id}",
            title=f"Courier for {booking.board}",
            begins=booking.slot_from,
            until=booking.slot_until,
            about=f"{booking.service} {booking.booking_reference}".strip(),
        )
        for booking in held.register.bookings
    ]
    return tuple(due + slots)


def _report(held: InHand, one: Due) -> Entry:
    """By its last day; what goes at once stands on the day of the exam, what has no last day on the next."""
    day = held.pack.session.day
    title = REPORT_TITLES.get(one.report, one.report)
    place = held.names.room(one.room) if one.room else "no room"
    said = f"{held.session}, {place}. Look in ExamDay for what happened."
    if one.due is not None:
        return Entry(
            key=f"{held.session}|{one.key}",
            title=f"Last day: {title}",
            begins=one.due,
            about=f"{said} {FROM_THE_EXAM}" if one.report == "special_consideration" else said,
            warn_days=1,
        )
    if one.at_once:
        happened = day_of(one.since, held.zone) if one.since else day
        return Entry(key=f"{held.session}|{one.key}", title=f"At once: {title}", begins=happened, about=said)
    # The rules name no number of days: a reminder, and said to be one.
    next_day = working_days_after(day, 1, held.deadline_rules.holidays)
    note = f"{said} A reminder: the awarding body sets the last day."
    return Entry(key=f"{held.session}|{one.key}", title=f"Prepare: {title}", begins=next_day, about=note)


def _file(content: bytes, name: str, media_type: str) -> Response:
    return Response(
        content, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
