"""Question papers from the packet to the last spare one (rules 8, 9): who checked, opened and counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from shared.ids import ComponentId, EnvelopeId, InvigilatorId
from shared.plan.timetable import Session, TimetabledComponent
from shared.record.events import room as ev
from shared.record.events import scripts
from shared.record.facts import Fact, had_seen, in_order

_TIERS = ("foundation", "higher")
_KEPT = (ev.PacketChecked, ev.PacketOpened, ev.PacketResealed, scripts.UnusedPapersCounted)


class PacketDifference(Struct, frozen=True, kw_only=True):
    """One thing on the packet that is not as the timetable has it."""

    field: str
    expected: str
    read: str

    @property
    def sentence(self) -> str:
        """``tier: the packet says Higher, the timetable Foundation``."""
        return f"{self.field}: the packet says {self.read}, the timetable {self.expected}"


class PacketCheck(Struct, frozen=True, kw_only=True):
    """One person's look at a packet."""

    by: InvigilatorId
    at: datetime
    matches: bool
    packet: ev.PacketIdentity | None = None


class PacketHandling(Struct, frozen=True, kw_only=True):
    """A seal broken or made again; ``papers`` is how many were in it (0: not said)."""

    label: str
    at: datetime
    by: InvigilatorId
    papers: int = 0
    reason: str = ""


class PaperCustody(Struct, frozen=True, kw_only=True):
    """What happened to one component's question papers in one room.

    ``unused`` and ``spoiled`` are None before they were counted, and where tablets that had not seen each
    other counted differently: ``counts_disagree`` then. The same holds for ``received``.
    """

    component_id: ComponentId
    checks: tuple[PacketCheck, ...] = ()
    opened: tuple[PacketHandling, ...] = ()
    resealed: tuple[PacketHandling, ...] = ()
    received: int | None = None
    unused: int | None = None
    spoiled: int | None = None
    counts_disagree: bool = False
    evidence: tuple[EnvelopeId, ...] = ()

    @property
    def checked_by(self) -> tuple[InvigilatorId, ...]:
        """The different people who found that it matches; two are needed."""
        return tuple(dict.fromkeys(check.by for check in self.checks if check.matches))

    @property
    def is_counted(self) -> bool:
        """Whether both what came and what was left over are known."""
        return self.received is not None and self.unused is not None


class FurtherPacket(Struct, frozen=True, kw_only=True):
    """A packet of the component after the first one that was opened; its label tells it from the others."""

    label: str
    checked_by: tuple[InvigilatorId, ...] = ()
    mismatch: bool = False
    opened: bool = False
    papers: int = 0


class PaperBalance(Struct, frozen=True, kw_only=True):
    """Received = used + unused + spoiled, for one component in one room."""

    component_id: ComponentId
    received: int
    used: int
    unused: int
    spoiled: int

    @property
    def unaccounted(self) -> int:
        """Papers that nobody can point at; below nought where there are more than came."""
        return self.received - self.used - self.unused - self.spoiled


def tier_of(paper: TimetabledComponent) -> str:
    """The tier as the title names it; empty where there is none."""
    words = paper.component.title.casefold().replace("(", " ").replace(")", " ").split()
    return next((word for word in words if word in _TIERS), "")


def compare_packet(
    packet: ev.PacketIdentity, paper: TimetabledComponent, session: Session
) -> tuple[PacketDifference, ...]:
    """What on the packet is not as the timetable has it; a field that was not read says nothing."""
    expected: tuple[tuple[str, str, str], ...] = (
        ("awarding body", paper.component.board, packet.board),
        ("component", paper.component.code, packet.code),
        ("tier", tier_of(paper), packet.tier),
        ("date", _day(session.day), _day(packet.day)),
        ("session", session.half, packet.half or ""),
    )
    return tuple(
        PacketDifference(field=field, expected=wanted, read=read)
        for field, wanted, read in expected
        if wanted and read and _plain(wanted) != _plain(read)
    )


def fold_custody(facts: Sequence[Fact]) -> tuple[PaperCustody, ...]:
    """The custody of every component from the facts of one room, in component order."""
    by_component: dict[ComponentId, list[Fact]] = {}
    for fact in in_order(facts):
        event = fact.envelope.event
        if isinstance(event, _KEPT):
            by_component.setdefault(event.component_id, []).append(fact)
    return tuple(_custody(component, by_component[component]) for component in sorted(by_component))


def first_labels(custody: PaperCustody) -> frozenset[str]:
    """What was read on the first packet until it was opened; the empty label stands for it, too."""
    if not custody.opened:
        return frozenset({""})
    first = custody.opened[0]
    looked = {check.packet.label for check in custody.checks if check.packet and check.at <= first.at}
    return frozenset({"", first.label} | looked)


def further_packets(custody: PaperCustody) -> tuple[FurtherPacket, ...]:
    """Every other packet of the component, in the order in which somebody first looked at it."""
    known = first_labels(custody)
    later = [check.packet.label for check in custody.checks if check.packet and custody.opened]
    labels = dict.fromkeys((*later, *(handling.label for handling in custody.opened)))
    return tuple(_further(custody, label) for label in labels if label not in known)


def _further(custody: PaperCustody, label: str) -> FurtherPacket:
    looks = [check for check in custody.checks if check.packet and check.packet.label == label]
    openings = [handling for handling in custody.opened if handling.label == label]
    sealed = any(h.label == label and h.at >= openings[-1].at for h in custody.resealed if openings)
    is_open = bool(openings) and not sealed
    return FurtherPacket(
        label=label,
        checked_by=tuple(dict.fromkeys(check.by for check in looks if check.matches)),
        mismatch=any(not check.matches for check in looks),
        opened=is_open,
        papers=openings[-1].papers if is_open else 0,
    )


def paper_balance(custody: PaperCustody, used: int) -> PaperBalance | None:
    """The balance, ``used`` papers lying before candidates; None until everything was counted."""
    if custody.received is None or custody.unused is None or custody.spoiled is None:
        return None
    return PaperBalance(
        component_id=custody.component_id,
        received=custody.received,
        used=used,
        unused=custody.unused,
        spoiled=custody.spoiled,
    )


def _custody(component: ComponentId, facts: Sequence[Fact]) -> PaperCustody:
    checks: list[PacketCheck] = []
    opened: list[tuple[Fact, PacketHandling]] = []
    resealed: list[tuple[Fact, PacketHandling]] = []
    counted: list[Fact] = []
    for fact in facts:
        at, by, event = fact.at, fact.envelope.actor, fact.envelope.event
        match event:
            case ev.PacketChecked():
                checks.append(
                    PacketCheck(by=event.checked_by, at=at, matches=event.matches, packet=event.packet)
                )
            case ev.PacketOpened():
                broken = PacketHandling(label=event.label, at=at, by=by, papers=event.papers)
                opened.append((fact, broken))
            case ev.PacketResealed():
                again = PacketHandling(label=event.label, at=at, by=by, reason=event.reason)
                resealed.append((fact, again))
            case _:
                counted.append(fact)
    received, agree = _received(checks, opened, resealed)
    told = {
        (event.unused, event.spoiled)
        for fact in _standing(counted)
        for event in [fact.envelope.event]
        if isinstance(event, scripts.UnusedPapersCounted)
    }
    unused, spoiled = told.pop() if len(told) == 1 else (None, None)
    return PaperCustody(
        component_id=component,
        checks=tuple(checks),
        opened=tuple(handling for _, handling in opened),
        resealed=tuple(handling for _, handling in resealed),
        received=received,
        unused=unused,
        spoiled=spoiled,
        counts_disagree=bool(told) or not agree,
        evidence=tuple(sorted(f.id for f in (*(f for f, _ in (*opened, *resealed)), *counted))),
    )


def _received(
    checks: Sequence[PacketCheck],
    opened: Sequence[tuple[Fact, PacketHandling]],
    resealed: Sequence[tuple[Fact, PacketHandling]],
) -> tuple[int | None, bool]:
    """How many papers came out of packets that stayed open, and whether everybody says so.

    A packet opened again by its label is the same packet; one sealed again gave nothing away. What its
    label says is in it counts as said, too.
    """
    total, known = 0, False
    for label in dict.fromkeys(handling.label for _, handling in opened):
        openings = [(fact, h) for fact, h in opened if h.label == label]
        standing = _standing([fact for fact, _ in openings])
        if any(had_seen(f, s) for f, h in resealed if h.label == label for s in standing):
            continue
        said = {h.papers for fact, h in openings if fact in standing and h.papers}
        said |= {c.packet.papers for c in checks if c.packet and c.packet.label == label and c.packet.papers}
        if len(said) > 1:
            return None, False
        total, known = total + sum(said), known or bool(said)
    return (total if known else None), True


def _standing(facts: Sequence[Fact]) -> list[Fact]:
    """What no later fact of the same kind had seen."""
    return [f for f in facts if not any(had_seen(other, f) for other in facts if other is not f)]


def _day(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}"


def _plain(text: str) -> str:
    return "".join(text.casefold().split())
