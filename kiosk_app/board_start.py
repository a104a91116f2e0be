"""A spare tablet or a second screen as the board of one room, found by its name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from kiosk_app.faults import TabletFault
from kiosk_app.viewmodels.ports import Desk
from shared.ids import RoomId, SessionId, parse_session_id
from shared.plan.pack import SessionPack
from shared.protocol.enrolment import SessionOffer


class NoSuchRoom(TabletFault):
    """No session on this tablet or its hub has a room of that name."""


class BoardTablet(Protocol):
    """What opening a board asks of :class:`kiosk_app.tablet.Tablet`."""

    def sessions(self) -> Sequence[SessionOffer]: ...
    def fetch_pack(self, session: SessionId, room: RoomId) -> SessionPack: ...
    def open_room(self, session: SessionId, room: RoomId) -> Desk: ...


def open_board(tablet: BoardTablet, wanted: str, today: date | None = None) -> Desk:
    """The room of that name or identifier, of today's session if there is one, else of the newest.

    Raises TabletFault with the names there are.
    """
    offers = sorted(tablet.sessions(), key=lambda offer: offer.session)
    named = [
        (offer.session, room)
        for offer in offers
        for room, name in offer.rooms
        if wanted.strip().casefold() in (room.casefold(), name.casefold())
    ]
    if not named:
        known = ", ".join(dict.fromkeys(name for offer in offers for _room, name in offer.rooms))
        raise NoSuchRoom(
            f"No room {wanted!r} is on this tablet. "
            + (f"There are: {known}." if known else "Pair it and fetch a session first.")
        )
    of_today = [one for one in named if today is not None and parse_session_id(one[0])[0] == today]
    session, room = (of_today or named)[0 if of_today else -1]
    try:
        tablet.fetch_pack(session, room)
    except TabletFault:
        # With the hub off, what is here opens the room, or says itself that nothing is.
        return tablet.open_room(session, room)
    return tablet.open_room(session, room)
