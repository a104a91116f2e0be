"""The script's outside: arguments, lines in, answers out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk_app.clock import TabletClock
from kiosk_app.tablet import Tablet
from shared.rehearsal import RehearsalClock


def open_from_arguments(program: str) -> Tablet:
    """The tablet that the command line names. Raises TabletFault."""
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--name", default="scripted tablet")
    parser.add_argument("--rehearse", default="", help="ANCHOR,SHOWN,RATE of a rehearsal clock")
    options = parser.parse_args()
    rehearsal = RehearsalClock.from_text(options.rehearse) if options.rehearse else None
    # The pairing code says where the hub is: nothing has to be looked for on the network.
    return Tablet.open(
        options.home, name=options.name, clock=TabletClock(rehearsal=rehearsal), is_discovering=False
    )


def answer_lines(run_line: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer every line of standard input, until it ends."""
    for text in sys.stdin:
        try:
            line = json.loads(text)
        except ValueError:
            line = {}
        answer = run_line(line if isinstance(line, dict) else {})
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
