"""A tablet in a process of its own whose files may not grow beyond a limit; started with HOME LIMIT.

It records until its storage refuses, prints how many facts were recorded, the words, and whether a pack could
be kept; the files' limit is the system's own, so that SQLite meets a really full disk.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

from kiosk_app.faults import JournalFault, StorageFull
from kiosk_app.tablet import Tablet
from shared.record.events.incident import IncidentRecorded
from tests.factories import HALL, PIN, SESSION, START, small_pack


def main() -> None:
    home, limit = Path(sys.argv[1]), int(sys.argv[2])
    tablet = Tablet.open(home, name="full", is_discovering=False)
    tablet.adopt_pack(small_pack())
    desk = tablet.open_room(SESSION, HALL)
    assert desk.sign_in("inv-1", PIN)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    shown, words = 1, ""
    while not words and shown < 2000:
        event = IncidentRecorded(incident_id=f"i-{shown}", kind="other", happened_at=START, text="x" * 4000)
        try:
            shown = desk.record(event).device_seq
        except JournalFault as fault:
            words = str(fault)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
    pack_words = ""
    try:
        tablet.adopt_pack(small_pack(40, version=2))
    except StorageFull as fault:
        pack_words = str(fault)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    # Somebody made room: the room goes on where it was.
    event = IncidentRecorded(incident_id="later", kind="other", happened_at=START, text="goes on")
    later = desk.record(event)
    print(
        json.dumps(
            {
                "shown": shown,
                "words": words,
                "pack": pack_words,
                "later": later.device_seq,
                "register": len(desk.register().incidents),
            }
        )
    )
    tablet.close()


if __name__ == "__main__":
    main()
