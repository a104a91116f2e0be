"""``python -m kiosk_app.scripted --home DIR``: lines in on standard input, answers out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kiosk_app.clock import TabletClock
from kiosk_app.faults import TabletFault
from kiosk_app.scripted.tablet import ScriptedTablet
from kiosk_app.tablet import Tablet
from shared.rehearsal import RehearsalClock


def main() -> int:
    """Run script lines until the input ends."""
    parser = argparse.ArgumentParser(prog="kiosk_app.scripted", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--name", default="scripted tablet")
    parser.add_argument("--rehearse", default="", help="ANCHOR,SHOWN,RATE of a rehearsal clock")
    options = parser.parse_args()
    rehearsal = RehearsalClock.from_text(options.rehearse) if options.rehearse else None
    try:
        tablet = Tablet.open(options.home, name=options.name, clock=TabletClock(rehearsal=rehearsal))
    except TabletFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    scripted = ScriptedTablet(tablet)
    try:
        for text in sys.stdin:
            try:
                line = json.loads(text)
            except ValueError:
                line = {}
            answer = scripted.run_line(line if isinstance(line, dict) else {})
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        scripted.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
