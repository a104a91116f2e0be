"""What does not add up about who signed a correction and who supervised (rules 19 and 22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shared.record.discrepancies import discrepancy_id
from shared.record.facts import Fact
from shared.record.register import Discrepancy, DiscrepancyKind, SittingRecord
from shared.record.stretches import SupervisionChain

Kind = DiscrepancyKind


def of_corrections(record: SittingRecord, wanting: Sequence[Fact]) -> Iterator[Discrepancy]:
    """Corrections after sign-off beside which nobody has signed; ``wanting`` are those facts."""
    if wanting:
        ids = {fact.id for fact in wanting}
        said = [f"{c.old} to {c.new}" for c in record.corrections if c.envelope_id in ids]
        yield Discrepancy(
            id=discrepancy_id(Kind.CORRECTION_UNCOUNTERSIGNED, "|".join(record.key)),
            kind=Kind.CORRECTION_UNCOUNTERSIGNED,
            room=record.place,
            component_id=record.component_id,
            candidate_ids=(record.candidate_id,),
            seat=record.seat or record.planned_seat,
            detail=f"corrected after the register was signed ({', '.join(said)}); nobody signed beside it",
            evidence=tuple(sorted(ids)),
        )


def of_supervision(chain: SupervisionChain) -> Iterator[Discrepancy]:
    """Minutes between two papers of a clash for which nobody is named."""
    gaps = chain.gaps
    if not gaps:
        return
    if gaps[-1].until is None:
        detail = "nobody is named who supervises the candidate until the next paper"
    else:
        minutes = sum(
            int((gap.until - gap.since).total_seconds() // 60) for gap in gaps if gap.until is not None
        )
        plural = "" if minutes == 1 else "s"
        detail = f"nobody is named for {minutes} minute{plural} between two papers"
    yield Discrepancy(
        id=discrepancy_id(Kind.SUPERVISION_GAP, chain.candidate_id),
        kind=Kind.SUPERVISION_GAP,
        candidate_ids=(chain.candidate_id,),
        detail=detail,
        evidence=chain.evidence,
    )
