"""Draft of the very-late arrival report to the Centre Admin Portal (rules 16 and 17)."""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from shared.ids import CandidateId, ComponentId
from shared.plan.pack import SessionPack
from shared.record.deadlines import very_late_deadline
from shared.record.drafts.particulars import Particulars, Person, candidate_of, particulars
from shared.record.register import Register, SittingRecord
from shared.record.times import Lateness


class VeryLateDraft(Struct, frozen=True, kw_only=True):
    """Everything the report asks for; times are None and texts empty where nobody recorded them.

    ``to_be_decided`` says that the arrival is exactly on the limit, which the rules leave to the officer.
    """

    head: Particulars
    candidate: Person
    arrived_at: datetime | None
    supervised_from: datetime | None
    reason: str
    travel: str
    warned_may_be_refused: bool
    centre_started: datetime | None
    centre_finished: datetime | None
    candidate_started: datetime | None
    candidate_finished: datetime | None
    due: date
    to_be_decided: bool = False


def very_late_sittings(register: Register) -> tuple[SittingRecord, ...]:
    """The sittings about which a report is due, or may be: who sat and came very late."""
    wanted = (Lateness.VERY_LATE, Lateness.ASK_OFFICER)
    return tuple(s for s in register.sittings if s.is_present and s.lateness in wanted)


def draft_very_late(
    pack: SessionPack, register: Register, who: CandidateId, what: ComponentId
) -> VeryLateDraft | None:
    """The report about one sitting, or None where that candidate was not very late for it."""
    sitting = next((s for s in very_late_sittings(register) if s.key == (who, what)), None)
    if sitting is None:
        return None
    room = register.room(sitting.place) if sitting.place else None
    started = room.started_at.get(what) if room else None
    finished = room.finished_at.get(what) if room else None
    begun = [at for at in (sitting.arrived_at, started) if at is not None]
    told = sitting.admission
    return VeryLateDraft(
        head=particulars(pack, (what,)),
        candidate=candidate_of(pack, register, who),
        arrived_at=sitting.arrived_at,
        supervised_from=told.supervised_from if told else None,
        reason=told.reason if told else "",
        travel=told.travel if told else "",
        warned_may_be_refused=told.warned_may_be_refused if told else False,
        centre_started=started,
        centre_finished=finished,
        candidate_started=max(begun) if started is not None else None,
        candidate_finished=sitting.finished_at or finished,
        due=very_late_deadline(pack.session.day, pack.rules),
        to_be_decided=sitting.lateness is Lateness.ASK_OFFICER,
    )
