"""What ``examday seat`` shows: rooms, who has no seat and what to do, clashes, doubts, who moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from msgspec import Struct
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from hub.before.clashes import ClashFinding, clash_report, clash_sentence
from hub.before.seating import SeatingPlan, SeatWarning
from hub.before.session_plan import SessionPlan

MOST_NAMED: Final = 20


class Outcome(Struct, frozen=True, kw_only=True):
    """A proposal with everything that is to be told about it."""

    plan: SessionPlan
    seating: SeatingPlan
    moved: tuple[str, ...]
    clashes: tuple[ClashFinding, ...]
    warnings: tuple[SeatWarning, ...]
    differences: tuple[str, ...] = ()

    @property
    def seated(self) -> int:
        return len({s.number for s in self.seating.seatings})

    def report(self, *, written: bool) -> dict[str, Any]:
        """As ``--json`` prints it."""
        names = {room.id: room.name for room in self.plan.rooms}
        return {
            "session": self.plan.session,
            "written": written,
            "seated": self.seated,
            "moved": list(self.moved),
            "rooms": [
                {
                    "room": use.room_id,
                    "name": names[use.room_id],
                    "seats": use.seats,
                    "most": use.most,
                    "taken": use.taken,
                    "reason": use.reason,
                }
                for use in self.seating.rooms
            ],
            "seats": [
                {
                    "number": s.number,
                    "component": s.component_id,
                    "room": s.room_id,
                    "seat": s.seat,
                    "by_hand": s.pinned,
                    "reason": self.seating.reasons[s.number],
                }
                for s in self.seating.seatings
            ],
            "unplaced": [
                {"number": u.number, "reason": u.reason, "what_to_do": u.what_to_do}
                for u in self.seating.unplaced
            ],
            "clashes": [clash_report(found) for found in self.clashes],
            "warnings": [
                {"kind": w.kind.value, "number": w.number, "room": w.room_id, "seat": w.seat, "text": w.text}
                for w in self.warnings
            ],
            "notes": [*self.seating.notes, *self.differences],
        }


def show(outcome: Outcome, console: Console) -> None:
    """Everything, the most important last."""
    console.print(_rooms(outcome))
    names = {c.number: c.register_name for c in outcome.plan.sitting_candidates()}
    _some(
        console,
        "[red]No seat[/red]",
        [f"for {u.number} {names[u.number]}: {u.reason}. {u.what_to_do}" for u in outcome.seating.unplaced],
    )
    _some(console, "[yellow]Clash[/yellow]", [clash_sentence(found) for found in outcome.clashes])
    _some(console, "[yellow]Look at[/yellow]", [warning.text for warning in outcome.warnings])
    _some(console, "[yellow]Note[/yellow]", [*outcome.seating.notes, *outcome.differences])
    if outcome.moved:
        told = "; ".join(f"{number} {names[number]}" for number in outcome.moved[:MOST_NAMED])
        more = " …" if len(outcome.moved) > MOST_NAMED else ""
        console.print(
            f"[yellow]Another seat than before[/yellow] for {len(outcome.moved)}: {escape(told)}{more}",
            highlight=False,
        )


def _rooms(outcome: Outcome) -> Table:
    table = Table(
        title=f"Seating {outcome.plan.session}", title_justify="left", title_style="bold", header_style="bold"
    )
    table.add_column("Room")
    table.add_column("Kept for")
    table.add_column("Seats", justify="right")
    table.add_column("Taken", justify="right")
    table.add_column("Components")
    used = {use.room_id: use for use in outcome.seating.rooms}
    for room in outcome.plan.rooms:
        here = [s for s in outcome.seating.seatings if s.room_id == room.id]
        papers = Counter(s.component_id for s in here)
        kept = ", ".join(kind.value.replace("_", " ") for kind in room.serves)
        told = ", ".join(f"{component} ({count})" for component, count in sorted(papers.items()))
        use = used[room.id]
        table.add_row(escape(room.name), kept or "–", str(use.most), str(use.taken), escape(told) or "–")
    return table


def _some(console: Console, what: str, lines: Sequence[str]) -> None:
    for line in lines[:MOST_NAMED]:
        console.print(f"{what} {escape(line)}", highlight=False)
    if len(lines) > MOST_NAMED:
        console.print(f"… and {len(lines) - MOST_NAMED} more. Add --json for all of them.")
