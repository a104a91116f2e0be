"""One cold start: ``python -m tests.bench.tablet_cold_start HOME`` opens the tablet's room, then ends."""

from __future__ import annotations

import sys
from pathlib import Path

from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.room import RoomViewModel


def main() -> None:
    tablet = Tablet.open(Path(sys.argv[1]), name="bench", is_discovering=False)
    (offer,) = tablet.sessions()
    room = RoomViewModel(tablet.open_room(offer.session, offer.rooms[0][0]))
    assert room.sign_in.people
    assert room.register.rows
    room.close()
    tablet.close()


if __name__ == "__main__":
    main()
