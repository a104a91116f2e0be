"""A tablet without a network: its records reach the hub through another tablet, or through the office."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.desk import RoomDesk
from kiosk_app.faults import PairingFault, ReceiptRefused, UnsentRecords
from kiosk_app.handover.desk import CodeRefused
from kiosk_app.handover.picture import code_picture
from kiosk_app.scanner.decoder import decode
from kiosk_app.tablet import Tablet
from shared.protocol.handover import write_receipt_code, write_series
from shared.protocol.signing import payload_of
from shared.record.envelope import decode_envelope
from shared.record.events.candidate import CandidateMarkedPresent
from shared.record.events.incident import IncidentRecorded
from shared.record.events.office import RecordsCarried
from tests.contract.tablet_hub.served import OFFICER, ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import ANNEXE, MATHS, START, candidate_id


@pytest.fixture
def tablets(tmp_path: Path) -> Iterator[Tablets]:
    made = Tablets(tmp_path / "tablets")
    yield made
    made.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedHub]:
    with ServedHub(tmp_path / "site") as hub:
        yield hub


def cut_off(tablets: Tablets, served: ServedHub) -> tuple[Tablet, RoomDesk]:
    """A tablet at its desk whose line was cut before it recorded a morning."""
    tablet, desk = tablets.desk(served, "hall")
    await_sent(desk)
    desk.sync.pause()
    for number in (1, 2, 3, 5):
        desk.record(CandidateMarkedPresent(candidate_id=candidate_id(number), component_id=MATHS))
    desk.record(IncidentRecorded(incident_id="i-1", kind="other", happened_at=START, text="Ruhe, bitte! 🤫"))
    return tablet, desk


def seen_by_camera(code: str) -> str:
    """The code as another tablet's camera sees it on the screen."""
    picture = code_picture(code)
    read = decode(
        picture.resize((picture.width * 4, picture.height * 4), 0).rotate(3, expand=True, fillcolor=200)
    )
    assert read is not None
    return read


def test_another_tablet_carries_the_records_and_brings_the_receipt_back(
    tablets: Tablets, served: ServedHub
) -> None:
    mute, mute_desk = cut_off(tablets, served)
    unsent = mute_desk.connection().unsent
    assert unsent == 5
    carrier, carrier_desk = tablets.desk(served, "annexe", room=ANNEXE)
    shown = mute.handover.outgoing()
    assert (shown.last - shown.first + 1, shown.more) == (unsent, 0)

    for code in reversed(shown.codes):
        read = carrier.handover.read(seen_by_camera(code))
    assert read.is_whole
    # Not a word was lost meanwhile: the first tablet lets go of nothing before its own receipt.
    assert mute.handover.unsent == unsent
    with pytest.raises(UnsentRecords, match="carries for another"):
        carrier.wipe()

    carrier.handover.forward()
    (carried,) = carrier.handover.carried()
    assert carried.receipt
    assert carried.device_id == mute.device_id
    assert served.register().incidents
    (fact,) = [e for e in events(served) if isinstance(e, RecordsCarried)]
    assert (fact.device_id, fact.carrier) == (mute.device_id, carrier.device_id)
    assert (fact.first, fact.last) == (shown.first, shown.last)
    # And the carrier's own room hears of it as of any other fact.
    await_desk(carrier_desk, lambda: carrier_desk.register() == served.register())

    assert mute.handover.take_receipt(seen_by_camera(carrier.handover.receipt_code(carried.series))) == 0
    assert mute_desk.connection().unsent == 0
    # Once the line is back nothing is taken twice, and the room goes on.
    mute_desk.record(CandidateMarkedPresent(candidate_id=candidate_id(6), component_id=MATHS))
    mute_desk.sync.resume()
    await_sent(mute_desk)
    assert sum(jws in served.digests() for jws in mute.own_envelopes()) == len(mute.own_envelopes())
    assert len(served.digests()) == len(set(served.digests()))


def test_a_carrier_without_a_line_keeps_them_and_forwards_once_it_has_one(
    tablets: Tablets, served: ServedHub
) -> None:
    mute, _ = cut_off(tablets, served)
    carrier, carrier_desk = tablets.desk(served, "annexe", room=ANNEXE)
    carrier_desk.sync.pause()
    for code in mute.handover.outgoing().codes:
        carrier.handover.read(code)
    (waiting,) = carrier.handover.carried()
    assert not waiting.receipt
    carrier_desk.sync.resume()
    await_desk(carrier_desk, lambda: bool(carrier.handover.carried()[0].receipt))
    assert mute.handover.take_receipt(carrier.handover.receipt_code(waiting.series)) == 0


def test_the_office_reads_them_and_shows_the_receipt(tablets: Tablets, served: ServedHub) -> None:
    mute, desk = cut_off(tablets, served)
    handovers = served.hub.handovers
    for code in mute.handover.outgoing().codes:
        handovers.read(code)
    (delivery,) = served.on_loop(handovers.take_whole(OFFICER))
    assert delivery.name == "hall"
    assert delivery.missing_from is None
    (fact,) = [e for e in events(served) if isinstance(e, RecordsCarried)]
    assert fact.carrier == ""
    assert mute.handover.take_receipt(write_receipt_code(delivery.receipt)) == 0
    # Read again, as happens: nothing new, the same receipt for the same records, no second fact.
    for code in mute.handover.outgoing(everything=True).codes:
        handovers.read(code)
    (again,) = served.on_loop(handovers.take_whole(OFFICER))
    assert again.acked_through == delivery.acked_through
    assert len([e for e in events(served) if isinstance(e, RecordsCarried)]) == 1
    assert desk.connection().unsent == 0


def test_a_hub_that_lacks_what_came_before_says_so_and_takes_everything(
    tablets: Tablets, served: ServedHub, tmp_path: Path
) -> None:
    mute, _ = cut_off(tablets, served)
    late = mute.own_envelopes()[3:]
    assert late
    with ServedHub(tmp_path / "other site") as fresh:
        other = tablets.paired(fresh, "carrier")
        mute_key = mute.device_id
        # The fresh hub knows the first tablet, but nothing of its record.
        # Nobody is at its desk: paired anew, an open room would send its records over its own line.
        mute.close_room()
        tablets_again = mute.pair(fresh.offer())
        assert tablets_again.status == "pending"
        fresh.approve(mute_key)
        told = fresh.on_loop(fresh.hub.handovers.take(mute_key, late, carrier=other.device_id, actor="hub"))
        assert (told.missing_from, told.acked_through) == (1, 0)
        for _ in range(4):
            # However often: what a carrier doesn't have is not lost, and nothing is put on record as such.
            told = fresh.on_loop(
                fresh.hub.handovers.take(mute_key, late, carrier=other.device_id, actor="hub")
            )
        assert told.missing_from == 1
        for code in mute.handover.outgoing(everything=True).codes:
            other.handover.read(code)
        other.handover.forward()
        (carried,) = other.handover.carried()
        assert mute.handover.take_receipt(other.handover.receipt_code(carried.series)) == 0


def test_nobody_can_pass_off_records_or_receipts(tablets: Tablets, served: ServedHub) -> None:
    mute, _ = cut_off(tablets, served)
    carrier, carrier_desk = tablets.desk(served, "annexe", room=ANNEXE)
    await_sent(carrier_desk)
    *first_codes, last_code = mute.handover.outgoing().codes
    for code in first_codes:
        mute.handover.read(code)
    with pytest.raises(CodeRefused, match="own records"):
        mute.handover.read(last_code)
    with pytest.raises(CodeRefused, match="not a code of a tablet's records"):
        carrier.handover.read("https://example.org/?wifi=💥")
    with pytest.raises(ReceiptRefused, match="not a receipt"):
        mute.handover.take_receipt("WIFI:S:exam;P:secret;;")
    with pytest.raises(ReceiptRefused, match="not signed"):
        mute.handover.take_receipt(write_receipt_code(mute.own_envelopes()[-1]))
    with pytest.raises(ReceiptRefused, match="another tablet"):
        mute.handover.take_receipt(write_receipt_code(carrier.receipts()[-1]))
    assert mute.handover.unsent == 5

    # The carrier's own envelopes in the other's name: refused whole, and nobody's quarantine is filled.
    for code in write_series(mute.device_id, carrier.own_envelopes()).codes:
        carrier.handover.read(code)
    carrier.handover.forward()
    (kept,) = carrier.handover.carried()
    assert "Not every record in these codes is that tablet's own" in kept.fault
    assert not served.hub.journal.quarantine(10)
    carrier.handover.drop(kept.series)
    with pytest.raises(PairingFault, match="not paired"):
        tablets.make("stranger").handover.forward()


def events(served: ServedHub) -> list[object]:
    return [decode_envelope(payload_of(jws)).event for jws in served.digests()]
