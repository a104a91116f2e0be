"""The officer's part: settle what is open, seal what balances, hand over, export the evidence."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provisioning.demo.office import OfficeRefused
from provisioning.demo.processes import ProcessFailed
from provisioning.demo.stage import SESSION, Stage

ANSWERS = {
    "unlisted_sitter": "Entry made with the awarding body by telephone; confirmation is in the file.",
    "identity_mismatch": "The person was sent to the right room; the candidate came later.",
    "identity_pending": "Passport seen by the exams officer.",
    "ratio_breached": "A reserve invigilator went in within two minutes.",
    "start_outside_window": "A slow morning: the board was told by telephone and has noted it.",
    "clock_suspect": "The tablet's clock was set by its owner; hub times are used.",
}
"""What the officer found out, by kind. Any other kind is left open, and the day does not reconcile."""

BASE = f"/api/office/sessions/{SESSION}"


@dataclass(slots=True)
class Closing:
    """What an officer does once rooms come in."""

    stage: Stage
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def try_to_seal_too_early(self) -> str:
        """With a script missing the hub must refuse; its reason. Raises ProcessFailed if it doesn't."""
        for balance in await self.stage.officer.get(f"{BASE}/balance"):
            if balance["missing"]:
                try:
                    await self.stage.officer.post(f"{BASE}/seal", {"component_id": balance["component_id"]})
                except OfficeRefused as refused:
                    if refused.status == 409:
                        return str(refused)
                    raise
                raise ProcessFailed("the hub sealed a component with a script missing")
        raise ProcessFailed("no script was missing")

    async def settle(self) -> None:
        """Answer what waits for an answer; a room closes once its questions are answered."""
        async with self._one_at_a_time:
            register = await self.stage.officer.get(f"{BASE}/register")
            for found in register["discrepancies"]:
                if not found["settled_by"] and found["kind"] in ANSWERS:
                    path = f"{BASE}/discrepancies/{found['id']}/settle"
                    await self.stage.officer.post(path, {"answer": ANSWERS[found["kind"]]})

    async def dispatch(self) -> None:
        """Seal every component, pack a consignment for each board, hand them to the driver."""
        boards = {c.component.board for c in self.stage.pack.session.components}
        for component in self.stage.pack.session.components:
            await self.stage.officer.post(f"{BASE}/seal", {"component_id": component.id})
        for board in sorted(boards):
            order = {"board": board, "service": "yellow label", "booking_reference": "YL-240603"}
            packed = await self.stage.officer.post(f"{BASE}/consignments", order)
            path = f"{BASE}/consignments/{packed['consignment_id']}/collected"
            await self.stage.officer.post(path, {"driver": "K. Osei", "proof": "signed at 14:05"})

    async def print_everything(self) -> None:
        """The papers of the day: plans and registers as they really were, and the manifest."""
        for what in ("register", "seating-plan", "component-register", "manifest", "incident-log"):
            await self.stage.officer.post(f"{BASE}/print", {"what": what})

    async def export(self) -> Path:
        """The evidence of the session."""
        answer: dict[str, Any] = await self.stage.officer.post(f"{BASE}/evidence")
        return await asyncio.to_thread(self._within_site, answer["path"])

    def _within_site(self, path: str) -> Path:
        return (self.stage.site / path).resolve()
