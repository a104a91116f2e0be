"""Kill -9 at any moment loses nothing that a person was shown as recorded."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.tablet import Tablet
from shared.canonical import GENESIS, digest
from shared.protocol.signing import open_envelope
from tests.factories import HALL, SESSION

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_was_shown_is_there_after_a_kill(tmp_path: Path, seed: int) -> None:
    shown_before_the_kill = random.Random(seed).randint(3, 120)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.simulation.tablet_killed.recording", str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    last_shown = 0
    for line in process.stdout:
        last_shown = int(line)
        if last_shown >= shown_before_the_kill:
            break
    process.kill()
    rest = process.stdout.read().split()
    process.stdout.close()
    process.wait(20)
    last_shown = max([last_shown, *map(int, rest)])

    tablet = Tablet.open(tmp_path, name="dying", is_discovering=False)
    try:
        assert tablet.opening_note == ""
        kept = tablet.own_envelopes()
        # One more may have been committed between its fsync and its line on the screen.
        assert last_shown <= len(kept) <= last_shown + 1
        prev = GENESIS
        for number, jws in enumerate(kept, start=1):
            envelope = open_envelope(jws, tablet._identity.key.public)
            assert (envelope.device_seq, envelope.prev) == (number, prev)
            prev = digest(jws)
        desk = tablet.open_room(SESSION, HALL)
        assert len(desk.register().incidents) == len(kept) - 1
        assert desk.connection().unsent == len(kept)
    finally:
        tablet.close()
