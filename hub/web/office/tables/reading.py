"""A table's source in a hub that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hub.during.office import SITE
from hub.web.office.tables.table import Narrowed, SessionFacts, Source

if TYPE_CHECKING:
    from hub.accounts import Account
    from hub.web.office.desk import OfficeDesk


def running_source(desk: OfficeDesk, account: Account, session: str, narrowed: Narrowed) -> Source:
    """What ``account`` may read now. Raises NotThere for a session without a published plan."""
    held = desk.in_hand(session) if session else None
    hub = desk.hub
    return Source(
        plan=hub.plan,
        zone=held.zone if held else hub.centre.time_zone,
        restricted=account.may_act,
        site_facts=hub.live.facts(SITE),
        devices=tuple(hub.devices.health()),
        session=SessionFacts(pack=held.pack, register=held.register, facts=hub.live.facts(session))
        if held
        else None,
        narrowed=narrowed,
    )
