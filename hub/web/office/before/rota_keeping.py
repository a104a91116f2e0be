"""The rota as it is kept: every session's needs, who is where, and changes as steps that can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, get_args

from msgspec import Struct
from msgspec.structs import replace

from hub.before.records import DutyRecord, EntryRecord, InvigilatorRecord, UnavailabilityRecord
from hub.before.rota import (
    RotaChange,
    RotaDoubt,
    RotaError,
    RotaOptions,
    SessionNeeds,
    Share,
    Workload,
    exchange,
    give_duty,
    propose_rota,
    release,
    rota_doubts,
    session_needs,
)
from hub.before.session_plan import SessionPlan, Timetabling
from hub.storage.plan_steps import HandChange, PlanMovedOnError, Step
from hub.web.office.before.undoing import undo_step
from hub.web.office.refusals import NotNow, NotThere, NotUsable
from shared.ids import InvigilatorId, SessionId, parse_session_id
from shared.plan.centre import InvigilatorRole
from shared.plan.days import session_in_words

if TYPE_CHECKING:
    from hub.bootstrap import Hub

SCOPE: Final = "rota"
SHOWN_STEPS: Final = 5
LONGEST_NOTE: Final = 80
ROLES: Final[tuple[InvigilatorRole, ...]] = get_args(InvigilatorRole)


class RotaState(Struct, frozen=True, kw_only=True):
    """Everything about the rota at one moment; ``needs`` has the sessions that are seated."""

    needs: dict[SessionId, SessionNeeds]
    duties: tuple[DutyRecord, ...]
    people: tuple[InvigilatorRecord, ...]
    unavailable: dict[tuple[InvigilatorId, SessionId], UnavailabilityRecord]
    doubts: tuple[RotaDoubt, ...]
    options: RotaOptions

    def of(self, session: SessionId) -> tuple[DutyRecord, ...]:
        """One session's duties."""
        return tuple(duty for duty in self.duties if duty.session == session)

    def shares(self) -> dict[InvigilatorId, Share]:
        """What everybody does in all sessions together."""
        work = Workload(self.needs.values(), self.duties)
        return {share.invigilator_id: share for share in work.shares([p.id for p in self.people])}


class RotaKeeping:
    """Reads and steps for the rota pages. May be asked from any thread."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._rules_by_day = hub.setting.rules

    def state(self) -> RotaState:
        """The rota as it stands."""
        plan = self._hub.plan
        needs = self._needs()
        duties = plan.duties()
        people = tuple(sorted(plan.invigilators().values(), key=lambda p: p.name.casefold()))
        unavailable = {(u.invigilator_id, u.session): u for u in plan.unavailability()}
        return RotaState(
            needs=needs,
            duties=duties,
            people=people,
            unavailable=unavailable,
            doubts=rota_doubts(tuple(needs.values()), duties, people, unavailable.keys()),
            options=RotaOptions(),
        )

    def propose(self, sessions: Sequence[SessionId], actor: str) -> None:
        """Fill what is open in these sessions; duties set by hand stay. Raises NotNow."""
        state = self.state()
        asked = [state.needs[session] for session in sessions if session in state.needs]
        if not asked:
            raise NotNow("Seat the session first: only then is it known whom each room needs.")
        if not state.people:
            raise NotNow("Nobody is on the list of invigilators. Import it first.")
        rota = propose_rota(
            asked,
            state.people,
            unavailable=state.unavailable.keys(),
            standing=state.duties,
            options=state.options,
            others=[needs for session, needs in state.needs.items() if session not in sessions],
        )
        before = {d.key: d for d in state.duties if d.session in sessions}
        after = {d.key: d for d in rota.duties}
        where = session_in_words(asked[0].session) if len(asked) == 1 else f"{len(asked)} sessions"
        gaps = f" {len(rota.gaps)} places stay open: {rota.gaps[0].text}" if rota.gaps else ""
        self._take(before, after, f"{len(after)} duties were proposed for {where}.{gaps}", actor)

    def give(
        self, session: SessionId, person: InvigilatorId, room: str, role: str, report: str, actor: str
    ) -> None:
        """Give somebody a duty. Raises NotThere, NotUsable, NotNow."""
        known = self._person(person)
        wanted = next((one for one in ROLES if one == role), None)
        if wanted is None:
            raise NotUsable("Choose what this person does: lead, invigilator, facilitator or reserve.")
        if report and not (report.isdecimal() and len(report) < 4 and int(report) <= 240):
            raise NotUsable("They report 0 to 240 minutes before the exam.")
        named = self._hub.plan.rooms().get(room)
        if room and named is None:
            raise NotThere(f"There is no room {room} in the plan.")
        minutes = int(report) if report else RotaOptions().report_minutes
        self._change(
            session,
            lambda duties: give_duty(
                duties, known, session, room, named.name if named else "", wanted, report_minutes=minutes
            ),
            actor,
        )

    def release(self, session: SessionId, person: InvigilatorId, actor: str) -> None:
        """Take a duty back. Raises NotThere, NotNow."""
        known = self._person(person)
        self._change(session, lambda duties: release(duties, known, session), actor)

    def exchange(self, session: SessionId, one: InvigilatorId, other: InvigilatorId, actor: str) -> None:
        """Two people exchange their duties. Raises NotThere, NotNow."""
        first, second = self._person(one), self._person(other)
        self._change(session, lambda duties: exchange(duties, first, second, session), actor)

    def set_available(
        self, session: SessionId, person: InvigilatorId, note: str, actor: str, *, can: bool
    ) -> None:
        """Note who can't come, or that they can. Raises NotThere, NotNow."""
        known = self._person(person)
        before = next(
            (
                u
                for u in self._hub.plan.unavailability()
                if (u.invigilator_id, u.session) == (person, session)
            ),
            None,
        )
        after = None
        if not can:
            after = UnavailabilityRecord(
                invigilator_id=person, session=session, note=" ".join(note.split())[:LONGEST_NOTE]
            )
        word = "can" if can else "can't"
        what = f"{known.name} {word} come on {session_in_words(session)}."
        self._steps([HandChange(before=before, after=after)] if before or after else [], what, actor)

    def recent(self) -> tuple[Step, ...]:
        """The newest steps that can be undone."""
        return self._hub.plan.steps.recent(SCOPE, SHOWN_STEPS)

    def undo(self, step: str) -> Step:
        """Take back the step that the page showed. Raises NotNow."""
        return undo_step(self._hub.plan, SCOPE, self._hub.real_now(), step, of="the rota")

    def _needs(self) -> dict[SessionId, SessionNeeds]:
        """What every seated session needs; the plan is read once for all of them."""
        plan = self._hub.plan
        timetabling, rooms = plan.timetabling(), tuple(plan.rooms().values())
        at = {row.key: row.session for row in timetabling.timetable}
        entries: dict[SessionId, list[EntryRecord]] = defaultdict(list)
        for entry in timetabling.entries:
            entries[at.get(entry.component_id, "")].append(entry)
        found = {}
        for session in sorted({session for session, _ in plan.seats_taken()} & set(at.values())):
            of_session: Timetabling = replace(timetabling, entries=tuple(entries[session]))
            one = SessionPlan(
                session=session,
                timetabling=of_session,
                rooms=rooms,
                invigilators=(),
                seatings=plan.seatings(session),
            )
            needs = session_needs(one, self._rules_by_day(parse_session_id(session)[0]), RotaOptions())
            if needs is not None:
                found[session] = needs
        return found

    def _person(self, wanted: InvigilatorId) -> InvigilatorRecord:
        found = self._hub.plan.invigilators().get(wanted)
        if found is None:
            raise NotThere("This person is not on the list of invigilators any more.")
        return found

    def _change(
        self, session: SessionId, work: Callable[[tuple[DutyRecord, ...]], RotaChange], actor: str
    ) -> None:
        if session not in self._hub.plan.timetabling().sessions():
            raise NotThere(f"The timetable has nothing in {session[:20]}.")
        try:
            done = work(self._hub.plan.duties(session))
        except RotaError as error:
            raise NotNow(str(error)) from error
        self._take({d.key: d for d in done.before}, {d.key: d for d in done.duties}, done.what, actor)

    def _take(
        self, before: dict[str, DutyRecord], after: dict[str, DutyRecord], what: str, actor: str
    ) -> None:
        keys = {**before, **after}
        self._steps([HandChange(before=before.get(k), after=after.get(k)) for k in keys], what, actor)

    def _steps(self, changes: list[HandChange], what: str, actor: str) -> None:
        try:
            self._hub.plan.steps.take(SCOPE, changes, what=what, actor=actor, at=self._hub.real_now())
        except PlanMovedOnError as error:
            raise NotNow(str(error)) from error
