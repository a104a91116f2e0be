"""A tablet in a process of its own that records until it is killed; started as a module with HOME.

Each line it prints names a fact that a person was shown as recorded.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from kiosk_app.tablet import Tablet
from shared.record.events.incident import IncidentRecorded
from tests.factories import HALL, PIN, SESSION, START, small_pack


def main() -> None:
    tablet = Tablet.open(Path(sys.argv[1]), name="dying", is_discovering=False)
    tablet.adopt_pack(small_pack())
    desk = tablet.open_room(SESSION, HALL)
    assert desk.sign_in("inv-1", PIN)
    for number in count(1):
        event = IncidentRecorded(
            incident_id=f"incident-{number}", kind="other", happened_at=START, text="x" * (number % 3000)
        )
        print(desk.record(event).device_seq, flush=True)


if __name__ == "__main__":
    main()
