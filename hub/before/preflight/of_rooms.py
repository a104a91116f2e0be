"""The lines that are about the published plan: its tablets, its people, its paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from hub.before.preflight.values import PreflightFacts, PreflightLine, State, TabletFacts, counted
from shared.ids import RoomId
from shared.plan.pack import SessionPack
from shared.record.times import invigilators_needed

CHARGED_FOR_A_DAY: Final = 80
TOO_EMPTY: Final = 40
TO_PRINT: Final = (
    ("seating-plan", "Seating plans"),
    ("register", "Registers"),
    ("door-list", "Door lists"),
    ("seat-tags", "Seat tags"),
)
"""What a room needs on paper even where every tablet works."""


def fetched(facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Each room in use has a tablet that holds this version with the room's names."""
    missing, old = [], []
    for room_id in _rooms(pack):
        name = _name(pack, room_id)
        versions = [t.holds[room_id] for t in facts.tablets if room_id in t.holds]
        if not versions:
            missing.append(name)
        elif max(versions) < pack.version:
            old.append(f"{name}: its tablets hold version {max(versions)}")
    stale = [
        f"{t.name}: {_name(pack, room)} version {held}"
        for t in facts.tablets
        for room, held in t.holds.items()
        if held < pack.version
    ]
    link = "/devices"
    title = "Plan on the tablets"
    rooms = len(_rooms(pack))
    if missing:
        return PreflightLine(
            key="fetched", title=title, state="stop", link=link, who=(*missing, *old),
            what=f"{counted(len(missing), 'room has', 'rooms have')} no tablet with the plan, of {rooms}.",
            todo="Open each room's plan on a tablet while it is in the office's network.",
        )  # fmt: skip
    if stale:
        return PreflightLine(
            key="fetched", title=title, state="look", link=link, who=tuple(stale),
            what=f"{counted(len(stale), 'tablet holds', 'tablets hold')} an older version.",
            todo="Switch them on within reach of the hub: they fetch the newer one by themselves.",
        )  # fmt: skip
    held = "The one room has" if rooms == 1 else f"All {rooms} rooms have"
    return PreflightLine(
        key="fetched", title=title, state="good", link=link,
        what=f"{held} a tablet with version {pack.version}.",
    )  # fmt: skip


def charged(facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Batteries of the tablets that hold this session's plan or are kept for its rooms."""
    used = _used(facts, pack)
    empty = [t for t in used if t.battery_percent is not None and t.battery_percent < TOO_EMPTY]
    low = [t for t in used if t.battery_percent is not None and t.battery_percent < CHARGED_FOR_A_DAY]
    unknown = [t for t in used if t.battery_percent is None]

    def line(state: State, what: str, todo: str = "", who: Iterable[TabletFacts] = ()) -> PreflightLine:
        return PreflightLine(
            key="charged", title="Tablets charged", state=state, what=what, todo=todo, link="/devices",
            who=tuple(f"{t.name}: {'?' if t.battery_percent is None else t.battery_percent} %" for t in who),
        )  # fmt: skip

    if not used:
        return line("look", "No tablet holds this session's plan yet.", "Fetch the plan first.")
    if low:
        state: State = "stop" if empty else "look"
        told = f"{counted(len(low), 'tablet is', 'tablets are')} below {CHARGED_FOR_A_DAY} %."
        return line(state, told, "Charge them tonight, or keep them plugged in.", low)
    if len(unknown) == len(used):
        return line("look", "No tablet says how full its battery is.", "Look at them yourself.")
    if unknown:
        told = f"{counted(len(unknown), 'tablet does', 'tablets do')} not say how full they are."
        return line("look", told, "Look at these yourself.", unknown)
    least = min(t.battery_percent or 0 for t in used)
    return line("good", f"All {len(used)} are at {least} % or more.")


def clocks(facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Tablets' own clocks against the hub's."""
    used = _used(facts, pack)
    limit = pack.rules.clock_suspect_ms.value
    wrong = tuple(
        f"{t.name}: {abs(t.clock_offset_ms) // 1000} s"
        for t in used
        if t.clock_offset_ms is not None and abs(t.clock_offset_ms) >= limit
    )
    if wrong:
        return PreflightLine(
            key="clocks", title="Clocks", state="look", link="/devices", who=wrong,
            what=f"{counted(len(wrong), 'tablet clock is', 'tablet clocks are')} off by {limit // 1000} s"
            " or more.",
            todo="Set them right: what they showed is corrected, but not where the hub was never met.",
        )  # fmt: skip
    return PreflightLine(
        key="clocks", title="Clocks", state="good", link="/devices",
        what="No tablet's clock is known to be wrong.",
    )  # fmt: skip


def rota(facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Whether every room has whom its candidates need."""
    link = f"/plan/rota/{facts.session}"
    if not pack.duties:
        return PreflightLine(
            key="rota", title="Rota", state="look", link=link, what="The published plan has no rota.",
            todo="Propose one, look at it, publish again.",
        )  # fmt: skip
    short = []
    for room in _rooms(pack):
        candidates = len({s.candidate_id for s in pack.sittings_in(room)})
        needed = max(1, invigilators_needed(candidates, pack.rules))
        there = sum(d.role in ("lead", "invigilator") for d in pack.duties_in(room))
        if there < needed:
            short.append(f"{_name(pack, room)}: {there} of {needed}")
    if short:
        return PreflightLine(
            key="rota", title="Rota", state="stop", link=link, who=tuple(short),
            what=f"{counted(len(short), 'room has', 'rooms have')} too few invigilators.",
            todo="Give somebody the duty, then publish again.",
        )  # fmt: skip
    reserves = sum(d.is_reserve for d in pack.duties)
    return PreflightLine(
        key="rota", title="Rota", state="good", link=link,
        what=f"Every room has whom it needs; {counted(reserves, 'reserve', 'reserves')} in the office.",
    )  # fmt: skip


def pins(_facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Whether everybody on duty can sign in on a tablet."""
    on_duty = {d.invigilator_id for d in pack.duties}
    people = [p for p in pack.invigilators if not on_duty or p.id in on_duty]
    without = tuple(p.name for p in people if not p.pin_hash)
    link, title = "/setup/invigilators", "PINs"
    if without or not people:
        return PreflightLine(
            key="pins", title=title, state="stop", link=link, who=without,
            what=f"{counted(len(without), 'person', 'people')} on duty can't sign in on a tablet."
            if people else "Nobody can sign in on a tablet.",
            todo="Set their PINs, then publish again.",
        )  # fmt: skip
    return PreflightLine(
        key="pins", title=title, state="good", link=link, what=f"All {len(people)} have one on the tablets."
    )


def printed(facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """What is on paper, and from which version."""
    missing = [title for name, title in TO_PRINT if name not in facts.printed]
    old = [
        f"{title} of version {facts.printed[name]}"
        for name, title in TO_PRINT
        if facts.printed.get(name, pack.version) < pack.version
    ]
    link = f"/sessions/{facts.session}/print"
    if missing or old:
        return PreflightLine(
            key="printed", title="On paper", state="look", link=link, who=(*missing, *old),
            what=f"{counted(len(missing) + len(old), 'document is', 'documents are')} not printed"
            f" from version {pack.version}.",
            todo="Print them: paper carries on where everything else fails.",
        )  # fmt: skip
    return PreflightLine(
        key="printed", title="On paper", state="good", link=link,
        what=", ".join(title for _, title in TO_PRINT) + f" are printed from version {pack.version}.",
    )  # fmt: skip


def rules(_facts: PreflightFacts, pack: SessionPack) -> PreflightLine:
    """Which rules the published plan carries, and whether they are for this day."""
    rules = pack.rules
    unchecked = sum(number.confidence == "C" and number.applies for _, number in rules.numbers())
    changed = len(rules.overrides)
    day = datetime.fromisoformat(pack.session.id[:10]).date()
    told = f"{rules.title}; {counted(changed, 'change', 'changes')} of the centre's own."
    if not rules.valid_from <= day <= rules.valid_to:
        return PreflightLine(
            key="rules", title="Rules", state="look", link="/setup/rules", what=told,
            todo=f"They are for {rules.valid_from} to {rules.valid_to}: look for this day's.",
        )  # fmt: skip
    note = f" {counted(unchecked, 'number', 'numbers')} without a confirmed source." if unchecked else ""
    return PreflightLine(key="rules", title="Rules", state="good", link="/setup/rules", what=told + note)


def _rooms(pack: SessionPack) -> tuple[RoomId, ...]:
    seated = {s.room_id for s in pack.sittings if s.room_id}
    return tuple(room.id for room in pack.rooms if room.id in seated)


def _name(pack: SessionPack, room: RoomId) -> str:
    found = pack.room(room)
    return found.name if found is not None else room


def _used(facts: PreflightFacts, pack: SessionPack) -> list[TabletFacts]:
    rooms = set(_rooms(pack))
    return [t for t in facts.tablets if rooms & (set(t.holds) | set(t.rooms))]
