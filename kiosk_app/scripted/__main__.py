"""``python -m kiosk_app.scripted --home DIR``: lines in on standard input, answers out."""

from __future__ import annotations

import sys

from kiosk_app.faults import TabletFault
from kiosk_app.scripted.lines import answer_lines, open_from_arguments
from kiosk_app.scripted.tablet import ScriptedTablet


def main() -> int:
    """Run script lines until the input ends."""
    try:
        tablet = open_from_arguments("kiosk_app.scripted")
    except TabletFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    scripted = ScriptedTablet(tablet)
    try:
        answer_lines(scripted.run_line)
    finally:
        scripted.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
