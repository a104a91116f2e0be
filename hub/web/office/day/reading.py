"""Who may read what of a session's incidents: asked before anything of them leaves the hub."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.accounts import Account
from shared.plan.pack import SessionPack
from shared.record.events.incident import IncidentAmended, IncidentRecorded
from shared.record.events.office import ReportSent
from shared.record.facts import Fact
from shared.record.incident_log import Incident
from shared.record.incident_templates import Reader, may_read
from shared.record.register import Register


def reader_of(account: Account, pack: SessionPack) -> Reader:
    """The signed-in person as a reader of the incident log; who looks after the site sees every room."""
    return Reader(
        id=account.display_name, is_officer=account.may_act, rooms=frozenset(r.id for r in pack.rooms)
    )


def readable(register: Register, reader: Reader) -> tuple[Incident, ...]:
    """The incidents that the reader may read."""
    return tuple(i for i in register.incidents if may_read(i, reader))


def without_secrets(facts: Iterable[Fact], register: Register, reader: Reader) -> Iterator[Fact]:
    """The facts without those that tell of an incident the reader may not know of."""
    known = {i.incident_id for i in readable(register, reader)}
    for fact in facts:
        event = fact.envelope.event
        told = event.incident_id if isinstance(event, IncidentRecorded | IncidentAmended | ReportSent) else ""
        if not told or told in known:
            yield fact
