"""Reports that the rules ask for and that nobody noted as sent: while one is open, its record stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.web.office.day.reports import reports_due
from hub.web.office.desk import InHand
from hub.web.office.wording import REPORT_TITLES, Names
from shared.ids import SessionId
from shared.plan.pack import SessionPack
from shared.record.register import Register

if TYPE_CHECKING:
    from hub.after.retention.survey import Unsent
    from hub.bootstrap import Hub


def unsent_reports(hub: Hub) -> Unsent:
    """Asks a hub for the titles of the open reports of a session; nobody is named."""

    def unsent(session: SessionId, pack: SessionPack, register: Register) -> tuple[str, ...]:
        facts = hub.live.facts(session)
        held = InHand(
            session=session,
            pack=pack,
            register=register,
            names=Names(pack, register),
            seen=0,
            revision=0,
            now=hub.now(),
        )
        due = [one for one in reports_due(held, facts) if one.sent is None]
        return tuple(REPORT_TITLES.get(one.report, one.report) for one in due)

    return unsent
