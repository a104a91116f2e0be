"""A tablet in a process of its own that reads series after series until it is killed; started with HOME.

Each line it prints is the name of a series that its screen showed as read.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from kiosk_app.tablet import Tablet
from shared.protocol.handover import write_series
from shared.record.events.incident import IncidentRecorded
from tests.factories import START, Device


def main() -> None:
    tablet = Tablet.open(Path(sys.argv[1]), name="carrier", is_discovering=False)
    device = Device("tablet-mute")
    for number in count(1):
        device.write(IncidentRecorded(incident_id=f"i-{number}", kind="other", happened_at=START, text="x"))
        for code in write_series(device.device_id, device.written).codes:
            read = tablet.handover.read(code)
        assert read.is_whole
        print(read.series, flush=True)


if __name__ == "__main__":
    main()
