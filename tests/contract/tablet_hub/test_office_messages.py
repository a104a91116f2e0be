"""A message of the office reaches a tablet that was away, and the office learns who has read it."""

from __future__ import annotations

from pathlib import Path

from hub.during.notices import notices_of
from shared.record.events.office import NoticeSent
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import ANNEXE, HALL, SESSION


def test_a_message_waits_for_a_tablet_and_says_who_has_read_it(tmp_path: Path, tablets: Tablets) -> None:
    with ServedHub(tmp_path / "site") as hub:
        _, desk = tablets.desk(hub)
        await_desk(desk, lambda: desk.connection().online)
        desk.sync.pause()
        await_desk(desk, lambda: not desk.connection().online)
        # On record only: nobody hands it to the tablet, which is away.
        hub.record(NoticeSent(notice_id="n-1", text="Use the back stairs.", urgent=True), room=HALL)
        hub.record(NoticeSent(notice_id="n-2", text="For the annexe alone."), room=ANNEXE)
        desk.sync.resume()
        await_desk(desk, lambda: [n.text for n in desk.notices()] == ["Use the back stairs."])
        await_desk(desk, lambda: any(isinstance(f.envelope.event, NoticeSent) for f in desk.facts()))

        desk.dismiss_notice("n-1")
        await_sent(desk)
        sent, _ = notices_of(hub.hub.live.facts(SESSION))
        assert [(r.by, r.device_id) for r in sent.read_in(HALL)] == [
            ("inv-1", desk.facts()[-1].envelope.device_id)
        ]

        # Put away on this tablet, and so it stays, after the tablet came back, too.
        desk.sync.pause()
        desk.sync.resume()
        await_desk(desk, lambda: desk.connection().online)
        assert desk.notices() == ()
        assert hub.hub.switchboard.notices(SESSION, HALL, device_id=sent.read[0].device_id) == ()
        assert [n.notice_id for n in hub.hub.switchboard.notices(SESSION, HALL, device_id="another")] == [
            "n-1"
        ]
