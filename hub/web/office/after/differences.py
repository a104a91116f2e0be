"""What doesn't add up, told so that it can be settled: who, where, who recorded what when, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from hub.after.reconcile import Obstacle, ObstacleKind
from hub.web.office.desk import InHand
from hub.web.office.queue import detail_in_words
from hub.web.office.timeline import Line, timeline
from hub.web.office.web import room_path, session_path
from hub.web.office.wording import DISCREPANCY_ADVICE, DISCREPANCY_TITLES
from shared.ids import CandidateId, EnvelopeId
from shared.record.facts import Fact
from shared.record.register import Discrepancy, SittingRecord

TITLES = {
    ObstacleKind.NOT_FINISHED: "Still being written",
    ObstacleKind.CLOCK_STOPPED: "Clock stopped",
    ObstacleKind.ATTENDANCE_NOT_SET: "Attendance not set",
    ObstacleKind.AWAY: "Away from the room",
    ObstacleKind.SCRIPT_MISSING: "Script missing",
    ObstacleKind.SCRIPT_SURPLUS: "Script without attendance",
    ObstacleKind.REGISTER_UNSIGNED: "Room register unsigned",
    ObstacleKind.SIGNED_BEFORE_CHANGE: "Register changed after signing",
}
MOST_LINES = 4


class Action(Struct, frozen=True, kw_only=True):
    """Where a difference is settled; ``key`` names the button for the page's own updates."""

    text: str
    href: str
    key: str


class Difference(Struct, frozen=True, kw_only=True):
    """One thing that doesn't add up. ``lines`` are the facts behind it, newest first; ``hint`` says where
    to look.
    """

    id: str
    kind: str
    title: str
    what: str
    people: tuple[str, ...]
    rooms: tuple[str, ...]
    seat: str
    advice: str
    hint: str
    lines: tuple[Line, ...]
    actions: tuple[Action, ...]
    is_open: bool = True


class Telling:
    """Tells the obstacles of one session."""

    def __init__(self, held: InHand, facts: Sequence[Fact], *, restricted: bool) -> None:
        self._held = held
        self._facts = {fact.id: fact for fact in facts}
        self._restricted = restricted
        self._raised = {d.id: d for d in held.register.discrepancies}

    def of_obstacles(self, obstacles: Iterable[Obstacle]) -> tuple[Difference, ...]:
        """Each obstacle with its evidence and what settles it."""
        return tuple(self._obstacle(o) for o in obstacles)

    def of_discrepancies(self, found: Iterable[Discrepancy]) -> tuple[Difference, ...]:
        """Discrepancies that no component is stopped by, and settled ones."""
        return tuple(self._discrepancy(d) for d in found)

    def _obstacle(self, obstacle: Obstacle) -> Difference:
        raised = [self._raised[d] for d in obstacle.discrepancy_ids if d in self._raised]
        title = DISCREPANCY_TITLES[raised[0].kind] if raised else TITLES.get(obstacle.kind, "To do")
        return Difference(
            id="-".join((obstacle.kind, *obstacle.discrepancy_ids, *obstacle.candidate_ids, *obstacle.rooms)),
            kind=obstacle.kind,
            title=title,
            what=detail_in_words(raised[0], self._held.names) if raised else obstacle.what,
            people=tuple(self._held.names.numbered(c) for c in obstacle.candidate_ids),
            rooms=tuple(self._held.names.room(r) for r in obstacle.rooms),
            seat=" ".join(obstacle.seats),
            advice=DISCREPANCY_ADVICE[raised[0].kind] if raised else "",
            hint=self._hint(obstacle),
            lines=self._lines(self._evidence(obstacle, raised)),
            actions=self._actions(obstacle, raised),
        )

    def _discrepancy(self, found: Discrepancy) -> Difference:
        names = self._held.names
        return Difference(
            id=found.id,
            kind=found.kind,
            title=DISCREPANCY_TITLES[found.kind],
            what=found.answer or detail_in_words(found, names),
            people=tuple(names.numbered(c) for c in found.candidate_ids),
            rooms=tuple(names.room(r) for r in found.places),
            seat=found.seat or "",
            advice="" if found.answer else DISCREPANCY_ADVICE[found.kind],
            hint="",
            lines=self._lines(found.evidence),
            actions=self._settle((found,) if found.is_open else ()),
            is_open=found.is_open,
        )

    def _hint(self, obstacle: Obstacle) -> str:
        """Where the other half of the difference lies: a script in the pile of another paper."""
        mine = [s for s in self._held.register.sittings if s.candidate_id in obstacle.candidate_ids]
        paper = self._held.names.paper
        if obstacle.kind is ObstacleKind.SCRIPT_MISSING:
            strays = [s for s in mine if s.script_collected_at and not s.is_present]
            return " ".join(
                f"A script of theirs was collected with {paper(s.component_id)}: look in that pile."
                for s in strays
            )
        if obstacle.kind is ObstacleKind.SCRIPT_SURPLUS:
            sat = [s for s in mine if s.is_present]
            return " ".join(
                f"They sat {paper(s.component_id)}, "
                + (
                    "and that script is there: whose is this one?"
                    if s.script_collected_at
                    else "where their script is missing: it may lie in this pile."
                )
                for s in sat
            )
        return ""

    def _evidence(self, obstacle: Obstacle, raised: Sequence[Discrepancy]) -> tuple[EnvelopeId, ...]:
        found = [e for d in raised for e in d.evidence]
        for who in obstacle.candidate_ids:
            sitting = self._sitting(who, obstacle)
            found += [*sitting.evidence, *sitting.script_evidence] if sitting else []
        return tuple(dict.fromkeys(found))

    def _sitting(self, who: CandidateId, obstacle: Obstacle) -> SittingRecord | None:
        return self._held.register.sitting(who, obstacle.component_id) if obstacle.component_id else None

    def _lines(self, evidence: Iterable[EnvelopeId]) -> tuple[Line, ...]:
        facts = [self._facts[e] for e in evidence if e in self._facts]
        held = self._held
        return timeline(facts, held.names, held.zone, restricted=self._restricted, most=MOST_LINES)

    def _actions(self, obstacle: Obstacle, raised: Sequence[Discrepancy]) -> tuple[Action, ...]:
        session = self._held.session
        people = tuple(
            Action(
                text=self._held.names.candidate(who),
                href=session_path(session, "candidates", who),
                key=f"person-{obstacle.kind}-{who}",
            )
            for who in obstacle.candidate_ids
        )
        rooms = tuple(
            Action(
                text=self._held.names.room(room),
                href=room_path(session, room),
                key=f"room-{obstacle.kind}-{room}",
            )
            for room in obstacle.rooms
        )
        return (*self._settle([d for d in raised if d.is_open]), *people, *rooms)

    def _settle(self, found: Iterable[Discrepancy]) -> tuple[Action, ...]:
        return tuple(
            Action(
                text="Settle",
                href=session_path(self._held.session, "discrepancies", d.id) + "?back=close",
                key=f"settle-{d.id}",
            )
            for d in found
        )
