"""Dispatch: sealed envelopes into consignments by awarding body, their manifest, and the hand-over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from msgspec import Struct

from hub.after.reconcile import Unready
from shared.ids import ComponentId, SessionId, safe_file_name
from shared.plan.pack import SessionPack
from shared.record.consignment import Consignment
from shared.record.events.dispatch import ConsignmentOpened
from shared.record.events.office import ConsignmentCollected, ConsignmentPacked
from shared.record.register import DiscrepancyKind, Register
from shared.record.script_envelopes import ScriptEnvelope


class ManifestLine(Struct, frozen=True, kw_only=True):
    """One script envelope as the manifest lists it."""

    script_envelope_id: str
    component_id: ComponentId
    code: str
    title: str
    number: int
    of: int
    scripts: int
    first_number: str
    last_number: str


class DispatchManifest(Struct, frozen=True, kw_only=True):
    """Everything that the printed manifest says of one consignment."""

    centre_number: str
    centre_name: str
    session: SessionId
    consignment_id: str
    board: str
    service: str
    booking_reference: str
    packed_at: datetime
    packed_by: str
    collected_at: datetime | None
    driver: str
    proof: str
    packing_hint: str
    parcel_limit_kg: int
    lines: tuple[ManifestLine, ...]

    @property
    def scripts(self) -> int:
        """Scripts in all envelopes together."""
        return sum(line.scripts for line in self.lines)


def boards_to_dispatch(register: Register, pack: SessionPack) -> tuple[str, ...]:
    """Awarding bodies with sealed envelopes that are in no consignment yet."""
    waiting = {_board(pack, e.component_id) for e in register.script_envelopes if not e.consignment_id}
    return tuple(sorted(waiting - {""}))


def plan_consignment(
    register: Register,
    pack: SessionPack,
    board: str,
    *,
    service: str = "",
    booking_reference: str = "",
    labels: Sequence[str] = (),
    weight_grams: int = 0,
    only: Collection[str] = (),
) -> ConsignmentPacked:
    """All sealed envelopes of ``board`` that wait, or ``only`` those, as one consignment to record.

    Without ``weight_grams`` it weighs what its envelopes do. Raises Unready where nothing waits, where
    scripts of the same board would be left behind unsealed, or where a signed register was corrected
    without a second signature.
    """
    _require_sealed_and_signed(register, pack, board)
    waiting = [
        e for e in register.script_envelopes if not e.consignment_id and _board(pack, e.component_id) == board
    ]
    if not waiting:
        raise Unready(f"All envelopes of {board} are packed already.")
    strangers = set(only) - {e.script_envelope_id for e in waiting}
    if strangers:
        raise Unready(
            f"{' and '.join(sorted(strangers))}: not an envelope of {board} that waits to be packed."
        )
    waiting = [e for e in waiting if not only or e.script_envelope_id in only]
    return ConsignmentPacked(
        consignment_id=_free_identifier(register, f"{pack.session.id}-{safe_file_name(board)}-sack"),
        board=board,
        script_envelope_ids=tuple(e.script_envelope_id for e in waiting),
        service=service.strip(),
        booking_reference=booking_reference.strip(),
        labels=tuple(label.strip() for label in labels if label.strip()),
        weight_grams=weight_grams or _weight(waiting),
    )


def _require_sealed_and_signed(register: Register, pack: SessionPack, board: str) -> None:
    papers = [c for c in pack.session.components if c.component.board == board]
    if not papers:
        raise Unready(f"No paper of {board} is sat in this session.")
    unsealed = [
        c.component.code
        for c in papers
        if not any(e.component_id == c.id for e in register.script_envelopes)
        or any(s.script_collected_at and not s.sealed_in for s in register.of_component(c.id))
    ]
    if unsealed:
        raise Unready(f"Seal all scripts of {' and '.join(unsealed)} before {board}'s are packed.")
    unsigned = [
        d
        for d in register.open_discrepancies
        if d.kind is DiscrepancyKind.CORRECTION_UNCOUNTERSIGNED and d.component_id in {c.id for c in papers}
    ]
    if unsigned:
        raise Unready(
            f"Corrections of {len(unsigned)} sitting{'' if len(unsigned) == 1 else 's'} were made after the "
            "register was signed; nobody signed beside them."
        )


def propose_parcels(
    register: Register, pack: SessionPack, board: str
) -> tuple[tuple[ScriptEnvelope, ...], ...]:
    """The board's waiting envelopes in order, as few parcels as stay within the limit (rule 41).

    An envelope that was not weighed counts as nothing, so nothing is split before somebody weighs.
    """
    limit = pack.rules.parcel_limit_kg.value * 1000
    parcels: list[list[ScriptEnvelope]] = []
    for envelope in register.script_envelopes:
        if envelope.consignment_id or _board(pack, envelope.component_id) != board:
            continue
        if parcels and sum(e.weight_grams for e in parcels[-1]) + envelope.weight_grams <= limit:
            parcels[-1].append(envelope)
        else:
            parcels.append([envelope])
    return tuple(tuple(parcel) for parcel in parcels)


def plan_opening(register: Register, consignment_id: str, reason: str) -> ConsignmentOpened:
    """A sack is opened again, for the caller to record. Raises Unready where it is gone."""
    consignment = find_consignment(register, consignment_id)
    if consignment.collected_at is not None:
        raise Unready(f"{consignment_id} was collected by {consignment.driver}: it can't be opened any more.")
    return ConsignmentOpened(consignment_id=consignment_id, reason=reason)


def plan_collection(
    register: Register,
    consignment_id: str,
    *,
    driver: str,
    now: datetime,
    proof: str = "",
    signature: str = "",
    handed_over_at: datetime | None = None,
) -> ConsignmentCollected:
    """The hand-over to the courier, for the caller to record; without ``handed_over_at`` it is now.

    Raises Unready where it can't be one: gone already, without a driver, still to come, before sealing.
    """
    consignment = find_consignment(register, consignment_id)
    if consignment.collected_at is not None:
        raise Unready(f"{consignment_id} was collected by {consignment.driver} already.")
    if not driver.strip():
        raise Unready("The log needs the driver's name.")
    if handed_over_at is not None:
        _check_moment(register, consignment, handed_over_at, now)
    return ConsignmentCollected(
        consignment_id=consignment_id,
        driver=driver.strip(),
        proof=proof.strip(),
        signature=signature,
        handed_over_at=handed_over_at,
    )


def _check_moment(register: Register, consignment: Consignment, at: datetime, now: datetime) -> None:
    """Nothing is handed over that is still to come, or that was not sealed yet. Raises Unready."""
    if at > now:
        raise Unready("The time of the hand-over is still to come. Give the one on the driver's slip.")
    inside = [e for e in register.script_envelopes if e.script_envelope_id in consignment.script_envelope_ids]
    late = [e for e in inside if e.sealed_at is not None and at < _whole_minute(e.sealed_at)]
    if late:
        last = max(late, key=lambda e: e.sealed_at or at)
        raise Unready(
            f"{last.script_envelope_id} was sealed only later than that. Look at the driver's slip again."
        )


def _whole_minute(moment: datetime) -> datetime:
    """Who types a time types no seconds."""
    return moment.replace(second=0, microsecond=0)


def find_consignment(register: Register, consignment_id: str) -> Consignment:
    """The consignment with this identifier. Raises Unready for an unknown one."""
    for consignment in register.consignments:
        if consignment.consignment_id == consignment_id:
            return consignment
    raise Unready(f"There is no consignment {consignment_id}.")


def manifest_of(register: Register, pack: SessionPack, consignment_id: str) -> DispatchManifest:
    """What the manifest of this consignment says. Raises Unready for an unknown one."""
    consignment = find_consignment(register, consignment_id)
    envelopes = {e.script_envelope_id: e for e in register.script_envelopes}
    return DispatchManifest(
        centre_number=pack.centre.number,
        centre_name=pack.centre.name,
        session=pack.session.id,
        consignment_id=consignment.consignment_id,
        board=consignment.board,
        service=consignment.service,
        booking_reference=consignment.booking_reference,
        packed_at=consignment.packed_at,
        packed_by=consignment.packed_by,
        collected_at=consignment.collected_at,
        driver=consignment.driver,
        proof=consignment.proof,
        packing_hint=pack.rules.board(consignment.board).packing_hint,
        parcel_limit_kg=pack.rules.parcel_limit_kg.value,
        lines=tuple(_line(pack, envelopes[e]) for e in consignment.script_envelope_ids if e in envelopes),
    )


def _line(pack: SessionPack, envelope: ScriptEnvelope) -> ManifestLine:
    paper = pack.component(envelope.component_id)
    return ManifestLine(
        script_envelope_id=envelope.script_envelope_id,
        component_id=envelope.component_id,
        code=paper.component.code if paper else envelope.component_id,
        title=paper.component.title if paper else "",
        number=envelope.number,
        of=envelope.of,
        scripts=len(envelope.candidate_ids),
        first_number=envelope.first_number,
        last_number=envelope.last_number,
    )


def _weight(envelopes: Sequence[ScriptEnvelope]) -> int:
    """What they weigh together; nought where one was not weighed: a part is not the weight of the whole."""
    weights = [e.weight_grams for e in envelopes]
    return sum(weights) if all(weights) else 0


def _free_identifier(register: Register, stem: str) -> str:
    """The next number behind those in use; a sack that was opened again is packed under its number."""
    used = [c.consignment_id.removeprefix(f"{stem}-") for c in register.consignments]
    return f"{stem}-{max((int(number) for number in used if number.isdecimal()), default=0) + 1}"


def _board(pack: SessionPack, component: ComponentId) -> str:
    paper = pack.component(component)
    return paper.component.board if paper else ""
