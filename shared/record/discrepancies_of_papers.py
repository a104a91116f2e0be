"""What does not add up about question papers and piles of scripts in one room (rules 8, 9 and 35)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from shared.plan.pack import SessionPack
from shared.record.custody import PaperCustody, compare_packet, paper_balance
from shared.record.discrepancies import discrepancy_id
from shared.record.register import Discrepancy, DiscrepancyKind, RoomRecord, SittingRecord

Kind = DiscrepancyKind


def of_papers(
    pack: SessionPack, room: RoomRecord, sittings: Sequence[SittingRecord]
) -> Iterator[Discrepancy]:
    """Wrong packets, seals broken by one, papers that don't balance, piles that don't count."""

    def found(kind: DiscrepancyKind, detail: str, evidence: Iterable[str], component: str) -> Discrepancy:
        return Discrepancy(
            id=discrepancy_id(kind, room.room_id, component),
            kind=kind,
            room=room.room_id,
            component_id=component,
            detail=detail,
            evidence=tuple(sorted(evidence)),
        )

    for custody in room.custody:
        component = custody.component_id
        packet = room.evidence.get(f"packet|{component}", ())
        differing = _differences(pack, custody)
        if component in room.packet_mismatches or differing:
            said = "; ".join(differing) or "the packet does not match the timetable"
            yield found(Kind.PACKET_MISMATCH, said, packet, component)
        if component in room.packets_opened and len(room.packets_checked.get(component, ())) < 2:
            said = "opened without a second person's check"
            yield found(Kind.PACKET_OPENED_BY_ONE, said, packet, component)
        yield from _of_balance(room, custody, sittings)
    for component, count in room.counted.items():
        pile = [s for s in sittings if s.component_id == component and s.script_room == room.room_id]
        claims = room.count_claims.get(component, ())
        if len(claims) > 1:
            said = f"counted as {' and '.join(map(str, claims))} by tablets that had not seen each other"
        elif count != len(pile):
            said = f"{count} scripts counted by hand, {len(pile)} recorded"
        else:
            continue
        evidence = (*room.evidence[f"count|{component}"], *(e for s in pile for e in s.script_evidence))
        yield found(Kind.COUNTS_DIFFER, said, evidence, component)


def _differences(pack: SessionPack, custody: PaperCustody) -> tuple[str, ...]:
    """What anybody read from the packet that is not as the timetable has it, each thing once."""
    paper = pack.component(custody.component_id)
    if paper is None:
        return ()
    read = [check.packet for check in custody.checks if check.packet is not None]
    told = (d.sentence for packet in read for d in compare_packet(packet, paper, pack.session))
    return tuple(dict.fromkeys(told))


def _of_balance(
    room: RoomRecord, custody: PaperCustody, sittings: Sequence[SittingRecord]
) -> Iterator[Discrepancy]:
    """Received = used + unused + spoiled; other numbers make another question, which no old answer covers."""
    component = custody.component_id
    numbers: tuple[int, ...] = ()
    if custody.counts_disagree:
        detail = "tablets that had not seen each other counted the papers differently"
    elif custody.is_counted and component in room.finished_at:
        used = sum(s.is_present and s.component_id == component and s.place == room.room_id for s in sittings)
        balance = paper_balance(custody, used)
        if balance is None or not balance.unaccounted:
            return
        detail = (
            f"{balance.received} papers came, {balance.used} were used, {balance.unused} are unused and "
            f"{balance.spoiled} spoiled: {_difference(balance.unaccounted)}"
        )
        numbers = (balance.received, balance.used, balance.unused, balance.spoiled)
    else:
        return
    yield Discrepancy(
        id=discrepancy_id(Kind.PAPERS_DIFFER, room.room_id, component, *map(str, numbers)),
        kind=Kind.PAPERS_DIFFER,
        room=room.room_id,
        component_id=component,
        detail=detail,
        evidence=custody.evidence,
    )


def _difference(unaccounted: int) -> str:
    return f"{unaccounted} missing" if unaccounted > 0 else f"{-unaccounted} too many"
