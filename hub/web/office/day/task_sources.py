"""Where open tasks come from: the queue of each session, reports that are due, tablets, the quarantine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from hub.during.health_board import DeviceHealth
from hub.web.office.day.quarantine_pages import told_of
from hub.web.office.day.reading import readable, reader_of
from hub.web.office.day.reports import Due, reports_due
from hub.web.office.day.tasks import Need, Task, TaskKind, Who
from hub.web.office.desk import InHand, OfficeDesk
from hub.web.office.during.silent import is_at_work, is_silent
from hub.web.office.queue import QueueItem, opened_at
from hub.web.office.web import session_path
from hub.web.office.wording import DISCREPANCY_ADVICE, DISCREPANCY_TITLES, REPORT_TITLES
from shared.record.deadlines import day_of, working_days_left
from shared.record.drafts.very_late import very_late_sittings
from shared.record.events.office import RecordQuarantined
from shared.record.register import DiscrepancyKind

if TYPE_CHECKING:
    from hub.accounts import Account
    from hub.bootstrap import Hub

LOW_BATTERY: Final = 20
LOW_DISK_MB: Final = 300
SOON: Final = 2
"""Working days before its last one a report becomes something for today."""
_IDENTITY: Final = (DiscrepancyKind.IDENTITY_PENDING, DiscrepancyKind.IDENTITY_MISMATCH)


def open_tasks(desk: OfficeDesk, helds: Sequence[InHand], account: Account) -> Iterator[Task]:
    """Everything open that this person may know of."""
    for held in helds:
        yield from _of_session(desk, held)
        yield from _of_reports(desk, held, account)
    yield from _of_tablets(desk, helds)
    yield from _of_quarantine(desk.hub)


def sessions_with_tasks(desk: OfficeDesk) -> tuple[InHand, ...]:
    """The published sessions in which anything could wait, the latest first."""
    live = desk.hub.live
    found: list[InHand] = []
    for session in reversed(live.sessions()):
        if live.pack(session) is None:
            continue
        register = live.register(session)
        if (
            register.discrepancies
            or register.help_calls
            or register.incidents
            or register.bookings
            or very_late_sittings(register)
            or any(r.started_at and r.closed_at is None for r in register.rooms)
        ):
            found.append(desk.in_hand(session))
    return tuple(found)


def _of_session(desk: OfficeDesk, held: InHand) -> Iterator[Task]:
    found = {d.id: d for d in held.register.open_discrepancies}
    moments = desk.moments(held.session)
    items = {i.id: i for i in desk.queue(held)}
    yield from (_call(held, item) for item in items.values() if item.kind == "help")
    yield from (_courier(held, item) for item in items.values() if item.kind == "slot")
    for d in found.values():
        identity, item = d.kind in _IDENTITY, items.get(d.id)
        yield Task(
            key=f"question-{held.session}-{d.id}",
            kind=TaskKind.IDENTITY
            if identity
            else TaskKind.QUARANTINE
            if d.kind is DiscrepancyKind.QUARANTINED_RECORD
            else TaskKind.QUESTION,
            title=DISCREPANCY_TITLES[d.kind],
            need=Need.ROOM_IS_WRONG if item and item.urgent else Need.TO_SETTLE,
            session=held.session,
            place=_place(item),
            who=tuple(
                Who(name=held.names.numbered(c), session=held.session, candidate_id=c)
                for c in d.candidate_ids
            ),
            detail=item.detail if item else d.detail,
            advice=DISCREPANCY_ADVICE[d.kind],
            since=opened_at(d, held.register, moments),
            href=f"{session_path(held.session, 'discrepancies', d.id)}?back=tasks",
            action="Settle",
            evidence=len(d.evidence),
        )


def _place(item: QueueItem | None) -> str:
    if item is None:
        return ""
    return f"{item.room_name}, seat {item.seat}" if item.seat else item.room_name


def _call(held: InHand, item: QueueItem) -> Task:
    return Task(
        key=f"call-{held.session}-{item.id}",
        kind=TaskKind.CALL,
        title=item.title,
        need=Need.UNDER_WAY if item.acknowledged else Need.SOMEBODY_WAITS,
        session=held.session,
        place=item.room_name,
        detail=item.detail,
        advice=item.advice,
        since=item.since,
        call=item.id,
        evidence=2 if item.acknowledged else 1,
    )


def _courier(held: InHand, item: QueueItem) -> Task:
    return Task(
        key=f"courier-{held.session}-{item.id}",
        kind=TaskKind.COURIER,
        title=item.title,
        need=Need.DUE,
        session=held.session,
        place=item.room_name,
        detail=item.detail,
        advice=item.advice,
        since=item.since,
        href=session_path(held.session, "close", "dispatch"),
        action="Dispatch",
        evidence=1,
    )


def _of_reports(desk: OfficeDesk, held: InHand, account: Account) -> Iterator[Task]:
    may = {i.incident_id for i in readable(held.register, reader_of(account, held.pack))}
    today = day_of(held.now, held.zone)
    for due in reports_due(held, desk.hub.live.facts(held.session)):
        if due.sent is None and (not due.incident_id or due.incident_id in may):
            left = working_days_left(today, due.due, held.deadline_rules.holidays) if due.due else None
            yield _report(held, due, left)


def _report(held: InHand, due: Due, left: int | None) -> Task:
    soon = due.at_once or (left is not None and left <= SOON)
    return Task(
        key=f"report-{held.session}-{due.key}",
        kind=TaskKind.DEADLINE,
        title=REPORT_TITLES[due.report],
        need=Need.DUE if soon else Need.LATER,
        session=held.session,
        place=held.names.room(due.room),
        who=tuple(
            Who(name=held.names.numbered(c), session=held.session, candidate_id=c) for c in due.candidate_ids
        ),
        detail=due.detail,
        advice="Open the draft, complete it, send it, and note here that it went.",
        since=due.since,
        due=due.due,
        days_left=left,
        at_once=due.at_once,
        href=due.href,
        action="Open the draft",
        evidence=1,
    )


def _of_tablets(desk: OfficeDesk, helds: Iterable[InHand]) -> Iterator[Task]:
    running = {h.session: h for h in helds}
    for device in desk.hub.devices.health():
        told = tuple(trouble_of(device, running.get(device.session), desk.hub.real_now()))
        if device.status == "approved" and told:
            held = running.get(device.session)
            yield Task(
                key=f"device-{device.device_id}",
                kind=TaskKind.DEVICE,
                title=f"{device.name}: {told[0]}",
                need=Need.TO_CHECK,
                session=device.session if held else "",
                place=held.names.room(device.room) if held and device.room else "Tablets",
                detail="; ".join(told[1:]),
                advice="Have it looked at, or put a spare tablet into its room.",
                href="/devices",
                action="Tablets",
            )
    for pending in desk.pending_devices():
        yield Task(
            key=f"approval-{pending.device_id}",
            kind=TaskKind.DEVICE,
            title="Tablet waits for approval",
            need=Need.TO_CHECK,
            place="Tablets",
            detail=f"{pending.name} shows code {pending.code}",
            advice="Compare the code with the tablet's screen.",
            href="/devices",
            action="Compare codes",
        )


def trouble_of(device: DeviceHealth, held: InHand | None, real_now: datetime) -> Iterator[str]:
    """What is wrong with a tablet, the worst first; ``held`` is the session it serves."""
    register = held.register if held else None
    at_work = is_at_work(register, device.room)
    heard = device.last_seen is not None
    if is_silent(device, register, real_now):
        unsent = f", {device.queue} records unsent" if device.queue else ""
        yield f"silent in a room at work{unsent}"
    elif at_work and device.queue and not device.online:
        yield f"{device.queue} records unsent"
    if not heard:
        return
    if device.battery_percent is not None and device.battery_percent <= LOW_BATTERY:
        yield f"battery at {device.battery_percent} %"
    if device.free_disk_mb is not None and device.free_disk_mb < LOW_DISK_MB:
        yield f"only {device.free_disk_mb} MB free"
    if device.camera is False and at_work:
        yield "no camera"


def _of_quarantine(hub: Hub) -> Iterator[Task]:
    """Records of no published session; those of one are among its discrepancies."""
    for quarantine_id, held in told_of(hub).items():
        if held.by or held.in_pack:
            continue
        event = held.fact.envelope.event
        told = f": {event.detail}" if isinstance(event, RecordQuarantined) else ""
        device = event.device_id if isinstance(event, RecordQuarantined) else ""
        yield Task(
            key=f"quarantine-{held.about}",
            kind=TaskKind.QUARANTINE,
            title=DISCREPANCY_TITLES[DiscrepancyKind.QUARANTINED_RECORD],
            session=held.session,
            place="No published session",
            detail=f"From {device or 'an unknown tablet'}{told}",
            advice=DISCREPANCY_ADVICE[DiscrepancyKind.QUARANTINED_RECORD],
            since=held.fact.at,
            href=f"/quarantine#record-{quarantine_id[:16]}",
            action="Look and settle",
            evidence=1,
        )
