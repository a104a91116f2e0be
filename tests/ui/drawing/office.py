"""The office as pairing and the choice of a room know it, for drawing: what it answers stands here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from kiosk_app.faults import HubUnreachable, TabletFault
from kiosk_app.viewmodels.ports import Desk
from shared.ids import RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import EnrolmentAnswer, PairingOffer, SessionOffer, write_offer
from tests.ui.drawing.stage import State

WAITING: Final = EnrolmentAnswer(
    status="pending", hub_id="hub", hub_key="", centre_name="Riverside School", code="481 502"
)
OFFER: Final = write_offer(
    PairingOffer(
        addresses=("192.0.2.7:8443",),
        fingerprint="0" * 64,
        token="drawn",
        expires_at=datetime(2024, 6, 3, 9, tzinfo=UTC),
        site="Riverside School",
    )
)
AWAY: Final = "The hub doesn't answer. Look whether this tablet is in the right network."


class Officer:
    """Answers one after the other, then the last one again; a fault is raised."""

    def __init__(self, answers: Sequence[EnrolmentAnswer | TabletFault]) -> None:
        self._answers = list(answers)

    def pair(self, _offer_text: str) -> EnrolmentAnswer:
        return self.enrolment_status()

    def enrolment_status(self) -> EnrolmentAnswer:
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, TabletFault):
            raise answer
        return answer


class Published:
    """The sessions of a state: none, two, or a week of them with long names; no room can be fetched."""

    def __init__(self, state: State) -> None:
        self._state = state

    def sessions(self) -> Sequence[SessionOffer]:
        if self._state == "empty":
            return ()
        if self._state == "many":
            rooms = tuple((f"room-{n}", f"{n}, Sixth Form Study Centre, upper floor") for n in range(1, 10))
            return tuple(
                _offer(f"2024-06-0{day}-{half}", rooms) for day in (3, 4, 5) for half in ("AM", "PM")
            )
        rooms = (("hall", "Main Hall"), ("annexe", "Annexe"), ("room-12", "Room 12"))
        return (_offer("2024-06-03-AM", rooms), _offer("2024-06-03-PM", rooms[:1]))

    def fetch_pack(self, _session: SessionId, _room: RoomId) -> SessionPack:
        raise HubUnreachable(AWAY)

    def open_room(self, _session: SessionId, _room: RoomId) -> Desk:
        raise HubUnreachable(AWAY)


def _offer(session: SessionId, rooms: tuple[tuple[RoomId, str], ...]) -> SessionOffer:
    return SessionOffer(session=session, version=1, content_hash="", title="", rooms=rooms)
