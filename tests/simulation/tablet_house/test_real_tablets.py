"""A morning with several real tablets and a real hub: lines drop, the hub goes away, one tablet is restarted.

Everything is real: TLS on loopback, WebSockets, threads, SQLite files. Chance is seeded; what it decides
is who records what, whose line is cut and when. At the end everybody agrees, and nothing is lost or doubled.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk_app.desk import RoomDesk
from kiosk_app.tablet import Tablet
from shared.record.events import KnownEvent
from shared.record.events.candidate import (
    Attendance,
    AttendanceCorrected,
    CandidateLeftRoom,
    CandidateMarkedAbsent,
    CandidateMarkedPresent,
    CandidateReturned,
    Identity,
    IdentityDecided,
)
from shared.record.events.incident import HelpRequested, IncidentRecorded
from shared.record.events.scripts import ScriptCollected
from shared.record.fold import project
from tests.contract.tablet_hub.served import ServedHub
from tests.contract.tablet_hub.tablets import Tablets, await_desk, await_sent
from tests.factories import ANNEXE, HALL, PIN, SESSION, START, small_pack

CANDIDATES = 24
ROUNDS = 60
ROOMS = {"hall-1": HALL, "hall-2": HALL, "annexe": ANNEXE, "spare": ANNEXE}


@dataclass
class Seat:
    """One tablet, its open desk, and whether its line is meant to be up."""

    tablet: Tablet
    desk: RoomDesk
    is_cut: bool = False


class Morning:
    """Plays seeded rounds on the tablets."""

    def __init__(self, chance: random.Random, hub: ServedHub, tablets: Tablets) -> None:
        self._chance = chance
        self._hub = hub
        self._tablets = tablets
        self.seats = {name: Seat(*tablets.desk(hub, name, room=room)) for name, room in ROOMS.items()}
        self._number = 0

    def play(self, rounds: int) -> None:
        for _ in range(rounds):
            name = self._chance.choice(list(self.seats))
            seat = self.seats[name]
            what = self._chance.random()
            if what < 0.10:
                seat.is_cut = not seat.is_cut
                (seat.desk.sync.pause if seat.is_cut else seat.desk.sync.resume)()
            elif what < 0.13:
                self._restart(name)
            else:
                for _ in range(self._chance.randint(1, 3)):
                    seat.desk.record(self._something(seat.desk))

    def reunite(self) -> None:
        """Every line up again, everything sent."""
        for seat in self.seats.values():
            seat.is_cut = False
            seat.desk.sync.resume()
        for seat in self.seats.values():
            await_desk(seat.desk, lambda desk=seat.desk: desk.connection().online)
            await_sent(seat.desk)

    def _restart(self, name: str) -> None:
        """The tablet is switched off and on again; it comes back with its line up."""
        self.seats[name].tablet.close()
        tablet = self._tablets.make(name)
        desk = tablet.open_room(SESSION, ROOMS[name])
        assert desk.sign_in("inv-1", PIN)
        self.seats[name] = Seat(tablet, desk)

    def _something(self, desk: RoomDesk) -> KnownEvent:
        sitting = self._chance.choice(desk.register().sittings)
        who, what = sitting.key
        self._number += 1
        return self._chance.choice(
            (
                CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.planned_seat),
                CandidateMarkedPresent(candidate_id=who, component_id=what, seat=sitting.planned_seat),
                CandidateMarkedAbsent(candidate_id=who, component_id=what),
                IdentityDecided(candidate_id=who, decision=Identity.CONFIRMED, method="tag_and_photo"),
                CandidateLeftRoom(candidate_id=who, escort="Mary Quayle"),
                CandidateReturned(candidate_id=who),
                ScriptCollected(candidate_id=who, component_id=what),
                AttendanceCorrected(
                    candidate_id=who,
                    component_id=what,
                    old=sitting.attendance,
                    new=Attendance.ABSENT,
                    reason="seen outside",
                ),
                HelpRequested(help_id=f"help-{self._number}", kind="escort"),
                IncidentRecorded(
                    incident_id=f"incident-{self._number}", kind="other", happened_at=START, text="Noise."
                ),
            )
        )


@pytest.mark.parametrize("seed", [2024, 7])
def test_everybody_agrees_at_the_end_of_a_bad_morning(tmp_path: Path, seed: int) -> None:
    chance, tablets = random.Random(seed), Tablets(tmp_path / "tablets")
    pack = small_pack(CANDIDATES)
    try:
        with ServedHub(tmp_path / "site", pack) as hub:
            morning = Morning(chance, hub, tablets)
            morning.play(ROUNDS)
            port = hub.port
        # The hub is gone for a while; the rooms go on.
        morning.play(ROUNDS // 2)
        with ServedHub(tmp_path / "site", pack, port=port) as hub:
            morning.play(ROUNDS // 2)
            morning.reunite()
            recorded = [jws for seat in morning.seats.values() for jws in seat.tablet.own_envelopes()]
            assert len(set(recorded)) == len(recorded) > ROUNDS
            journal = hub.digests()
            assert len(journal) == len(set(journal))
            assert set(recorded) <= set(journal)
            register = hub.register()
            for seat in morning.seats.values():
                await_desk(seat.desk, lambda desk=seat.desk: desk.register() == register)
            assert register == project(pack, hub.hub.live.facts(SESSION))
            assert hub.hub.journal.quarantine() == []
    finally:
        tablets.close()
