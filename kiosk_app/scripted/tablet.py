"""The scripted tablet itself: pairing, opening a room, its line to the hub, and what its journal holds."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from kiosk_app.desk import RoomDesk
from kiosk_app.faults import PairingFault, TabletFault
from kiosk_app.scripted.invigilator import ScriptedInvigilator
from kiosk_app.tablet import Tablet
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.room import RoomViewModel
from shared.canonical import digest
from shared.ids import RoomId, SessionId

PATIENCE = timedelta(seconds=40)
POLL_SECONDS = 0.2


class ScriptedTablet:
    """Takes script lines; ``run_line`` never raises for what a script can get wrong."""

    def __init__(self, tablet: Tablet, enter: Callable[[RoomDesk], RoomViewModel] = RoomViewModel) -> None:
        self._tablet = tablet
        self._enter = enter
        self._desk: RoomDesk | None = None
        self._room: RoomViewModel | None = None

    def run_line(self, line: dict[str, Any]) -> dict[str, Any]:
        """Carry out one line; the answer says ``ok`` with a result, or what went wrong in words."""
        wanted = str(line.get("do", ""))
        try:
            action = self._find(wanted)
            result = action(**{key: value for key, value in line.items() if key != "do"})
        except (NotPossible, TabletFault) as fault:
            return {"ok": False, "error": str(fault)}
        except TypeError as error:
            return {"ok": False, "error": f"{wanted}: {error}"}
        return {"ok": True, "result": result}

    def close(self) -> None:
        """Close room and tablet."""
        if self._room is not None:
            self._room.close()
        self._tablet.close()

    def pair(self, offer: str) -> str:
        """Pair with the hub; the code to compare."""
        return self._tablet.pair(offer).code

    def await_approval(self) -> str:
        """Wait until the officer has decided."""
        self._until(lambda: self._tablet.enrolment_status().status != "pending", "the officer's approval")
        status = self._tablet.enrolment_status()
        if status.status != "approved":
            raise PairingFault(status.detail or "The exams office did not accept this tablet.")
        return self._tablet.device_id

    def open_room(self, session: SessionId, room: RoomId) -> int:
        """Fetch the pack and open a room; how many sittings are planned there."""
        self._tablet.fetch_pack(session, room)
        self._desk = self._tablet.open_room(session, room)
        self._room = self._enter(self._desk)
        return len(self._desk.pack.sittings_in(room))

    def network(self, on: bool) -> None:
        """Cut the tablet's line, or let it be opened again."""
        desk = self._need_desk()
        if on:
            desk.sync.resume()
        else:
            desk.sync.pause()

    def connection(self) -> dict[str, Any]:
        """How the top bar shows the line."""
        told = self._need_desk().connection()
        return {"online": told.online, "unsent": told.unsent, "clock_offset_ms": told.clock_offset_ms}

    def await_sent(self) -> int:
        """Wait until every record has the hub's receipt; how many records there are."""
        self._until(lambda: self._need_desk().connection().unsent == 0, "the hub's receipts")
        return len(self._tablet.own_envelopes())

    def await_closable(self) -> None:
        """Wait until nothing stops the room from closing: the office's answers and every receipt are here."""
        room = self._room
        if room is None:
            raise NotPossible("No room is open on this tablet.")
        self._until(lambda: not room.sign.blocked_by, "the office's answers")

    def ledger(self) -> dict[str, Any]:
        """What this tablet's own journal holds: the digest of every envelope in its order."""
        return {
            "device_id": self._tablet.device_id,
            "digests": [digest(jws) for jws in self._tablet.own_envelopes()],
        }

    def _find(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name in ("run_line", "close"):
            raise NotPossible(f"There is no line {name!r}.")
        own = getattr(self, name, None)
        if own is None and self._room is not None:
            own = self._in_room(self._room, name)
        if not callable(own):
            raise NotPossible(f"There is no line {name!r}, or no room is open yet.")
        found: Callable[..., Any] = own
        return found

    def _in_room(self, room: RoomViewModel, name: str) -> Callable[..., Any] | None:
        found: Callable[..., Any] | None = getattr(ScriptedInvigilator(room), name, None)
        return found

    def _need_desk(self) -> RoomDesk:
        if self._desk is None:
            raise NotPossible("No room is open on this tablet.")
        return self._desk

    def _until(self, condition: Callable[[], bool], what: str) -> None:
        """Ask again until ``condition`` holds. Raises NotPossible when the patience is over."""
        pause = threading.Event()
        began = self._tablet.clock.real_now()
        while not condition():
            if self._tablet.clock.real_now() - began > PATIENCE:
                raise NotPossible(f"Waited {PATIENCE.seconds} s for {what}.")
            pause.wait(POLL_SECONDS)
