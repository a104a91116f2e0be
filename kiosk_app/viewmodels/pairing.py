"""Pairing a tablet with the hub: an offer is scanned or typed, both screens show the same code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from kiosk_app.faults import TabletFault
from kiosk_app.hub_words import hub_words
from kiosk_app.texts import _
from kiosk_app.viewmodels.observable import Observable, Run, at_once
from kiosk_app.viewmodels.ports import PairingPort
from shared.protocol.enrolment import EnrolmentAnswer, OfferError, read_offer

Stage = Literal["offer", "working", "compare", "approved", "refused"]


class PairingViewModel(Observable):
    """``stage`` says which face the screen shows; ``error`` why the last try failed."""

    def __init__(self, tablet: PairingPort, run: Run = at_once) -> None:
        super().__init__()
        self._tablet = tablet
        self._run = run
        self.stage: Stage = "offer"
        self.code = ""
        self.centre = ""
        self.error = ""

    def submit(self, text: str) -> None:
        """Pair with the offer that was scanned or typed; the network part runs where ``run`` says."""
        if self.stage == "working":
            return
        try:
            offer = read_offer(text.strip())
        except OfferError:
            self._fail(_("This is not a pairing code. Scan the code on the officer's screen."))
            return
        self.stage, self.error, self.centre = "working", "", offer.site
        self.tell()
        self._run(lambda: self._ask(lambda: self._tablet.pair(text.strip())))

    def resume(self) -> None:
        """The tablet asked to be paired before it was switched off: go on waiting."""
        self.stage = "compare"
        self.poll()

    def poll(self) -> None:
        """Ask whether the officer has decided; the screen calls this every few seconds."""
        if self.stage == "compare":
            self._run(lambda: self._ask(self._tablet.enrolment_status))

    def start_again(self) -> None:
        self.stage, self.code, self.error = "offer", "", ""
        self.tell()

    def _ask(self, call: Callable[[], EnrolmentAnswer]) -> None:
        waiting = self.stage == "compare"
        try:
            answer = call()
        except TabletFault as fault:
            if waiting:
                # The officer may still approve while the network is gone: keep the code on the screen.
                self.error = str(fault)
                self.tell()
            else:
                self._fail(str(fault))
            return
        self._take(answer)

    def _take(self, answer: EnrolmentAnswer) -> None:
        self.code, self.centre, self.error = answer.code, answer.centre_name or self.centre, ""
        if answer.status == "pending":
            self.stage = "compare"
        elif answer.status == "approved":
            self.stage = "approved"
        else:
            self.stage = "refused"
            self.error = hub_words("device-refused", answer.detail)
        self.tell()

    def _fail(self, error: str) -> None:
        self.stage, self.error = "offer", error
        self.tell()
