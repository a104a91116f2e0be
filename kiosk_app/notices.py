"""Notices before the room: those of the office, which are on record, and the tablet's own."""

from __future__ import annotations

from collections.abc import Iterable

from kiosk_app.clock import ClockJump
from kiosk_app.texts import _
from shared.protocol.messages import Notice
from shared.record.envelope import OFFICE_DEVICE
from shared.record.events.office import NoticeSent
from shared.record.facts import Fact


def sent_by_office(facts: Iterable[Fact], notice_id: str) -> bool:
    """Whether the office put this notice on record; one of the tablet's own is nobody else's business."""
    return any(
        isinstance(fact.envelope.event, NoticeSent)
        and fact.envelope.event.notice_id == notice_id
        and fact.envelope.device_id == OFFICE_DEVICE
        for fact in facts
    )


def clock_notice(jump: ClockJump) -> Notice:
    """What a room has to know of a clock that was set under the running tablet."""
    seconds = round(jump.by.total_seconds())
    amount = f"{abs(seconds) // 60} min" if abs(seconds) >= 120 else f"{abs(seconds)} s"
    was_set = (
        _("This tablet's clock was set forward by {amount}.")
        if seconds > 0
        else _("This tablet's clock was set back by {amount}.")
    )
    goes_on = (
        _("The exam clock goes on as before, by the hub's time.")
        if jump.kept
        else _("It was never compared with the hub's: check the time on the wall, and tell the officer.")
    )
    return Notice(
        notice_id=f"clock-{jump.number}",
        text=f"{was_set.format(amount=amount)} {goes_on}",
        urgent=not jump.kept,
    )
