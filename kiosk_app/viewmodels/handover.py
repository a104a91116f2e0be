"""Handing over without a network: showing own codes one after the other, and reading another tablet's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from kiosk_app.faults import TabletFault
from kiosk_app.texts import _, counted
from kiosk_app.viewmodels.observable import Observable, Run, at_once

EACH = timedelta(seconds=1.2)
"""How long one code stays: a reading tablet looks at some ten frames of it."""


class OutgoingView(Protocol):
    """One series of codes."""

    @property
    def codes(self) -> Sequence[str]: ...
    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def more(self) -> int: ...


class CollectionView(Protocol):
    """How far a series has been read."""

    @property
    def series(self) -> str: ...
    @property
    def read(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def missing(self) -> tuple[int, ...]: ...
    @property
    def is_whole(self) -> bool: ...


class CarriedView(Protocol):
    """A series that this tablet carries."""

    @property
    def series(self) -> str: ...
    @property
    def device_id(self) -> str: ...
    @property
    def records(self) -> int: ...
    @property
    def receipt(self) -> str: ...
    @property
    def fault(self) -> str: ...


class HandoverPort(Protocol):
    """:class:`kiosk_app.handover.desk.HandoverDesk`."""

    @property
    def unsent(self) -> int: ...
    def outgoing(self, *, everything: bool = False) -> OutgoingView: ...
    def take_receipt(self, text: str) -> int: ...
    def read(self, text: str) -> CollectionView: ...
    def carried(self) -> Sequence[CarriedView]: ...
    def receipt_code(self, series: str) -> str: ...
    def forward(self) -> None: ...


class ShowCodesViewModel(Observable):
    """This tablet's records as codes in turn, until the receipt is scanned. Time is passed in.

    A series stays as it was when it was first shown: what is recorded meanwhile goes into the next one.
    """

    def __init__(self, handover: HandoverPort) -> None:
        super().__init__()
        self._handover = handover
        self._wanted: tuple[int, ...] = ()
        self._at = 0
        self._since: datetime | None = None
        self.is_held = False
        self.message = ""
        self.fault = ""
        self._series = handover.outgoing()

    @property
    def is_empty(self) -> bool:
        """Everything has its receipt: there is nothing to show."""
        return not self._series.codes

    @property
    def number(self) -> int:
        """Which code is shown, from 1."""
        return self._numbers[self._at] if self._numbers else 0

    @property
    def code(self) -> str:
        """The text of the code on the screen (:func:`kiosk_app.handover.picture.code_picture` draws it)."""
        return self._series.codes[self.number - 1] if self._numbers else ""

    @property
    def title(self) -> str:
        return _("Code {n} of {total}").format(n=self.number, total=len(self._series.codes))

    @property
    def about(self) -> str:
        """What the codes hold, and what waits behind them."""
        told = counted("{n} record", "{n} records", self._series.last - self._series.first + 1)
        if not self._series.more:
            return told
        rest = _("{n} more in the next series").format(n=self._series.more)
        return f"{told}, {rest}"

    def look(self, now: datetime) -> None:
        """Turn to the next code when its time has come."""
        if self._since is None:
            self._since = now
        elif not self.is_held and now - self._since >= EACH:
            self._since = now
            self.step(1)

    def hold(self, held: bool) -> None:
        """Stay at one code, for a slow camera."""
        self.is_held = held
        self.tell()

    def step(self, by: int) -> None:
        """The next code or the one before."""
        if self._numbers:
            self._at = (self._at + by) % len(self._numbers)
        self.tell()

    def show_only(self, numbers: Sequence[int]) -> None:
        """Only those that the reader still misses; none: all of them again."""
        self._wanted = tuple(n for n in numbers if 1 <= n <= len(self._series.codes))
        self._at = 0
        self.tell()

    def show_everything(self) -> None:
        """From this tablet's first record on, for a hub that lacks earlier ones."""
        self._begin(everything=True)

    def show_rest(self) -> None:
        """What has no receipt now: the next series."""
        self._begin(everything=False)

    def scan(self, text: str) -> bool:
        """The receipt, held before the camera; whether it was this tablet's."""
        try:
            left = self._handover.take_receipt(text)
        except TabletFault as fault:
            self.fault, self.message = str(fault), ""
            self.tell()
            return False
        self._begin(everything=False)
        self.message = (
            counted("{n} record still has no receipt.", "{n} records still have no receipt.", left)
            if left
            else _("The hub has everything. This tablet's records are counted as sent.")
        )
        self.tell()
        return True

    @property
    def _numbers(self) -> tuple[int, ...]:
        return self._wanted or tuple(range(1, len(self._series.codes) + 1))

    def _begin(self, *, everything: bool) -> None:
        self._series = self._handover.outgoing(everything=everything)
        self._wanted, self._at, self.message, self.fault = (), 0, "", ""
        self.tell()


class ReadCodesViewModel(Observable):
    """Another tablet's codes before this one's camera: how far, what is missing, and what the hub said."""

    def __init__(self, handover: HandoverPort, run: Run = at_once) -> None:
        super().__init__()
        self._handover = handover
        self._run = run
        self.reading: CollectionView | None = None
        self.fault = ""
        self.is_forwarding = False

    @property
    def progress(self) -> str:
        if self.reading is None:
            return _("Hold the other tablet's codes before the camera.")
        return _("{n} of {total} read").format(n=self.reading.read, total=self.reading.total)

    @property
    def missing(self) -> tuple[int, ...]:
        """The codes that the other tablet still has to show."""
        return self.reading.missing if self.reading else ()

    @property
    def carried(self) -> tuple[CarriedView, ...]:
        """What was read here, the newest first."""
        return tuple(self._handover.carried())

    def state_of(self, one: CarriedView) -> str:
        """How one series stands, in words."""
        if one.receipt:
            return _("The hub has it. Show the receipt to the other tablet.")
        return one.fault or _("Kept here. It goes to the hub as soon as this tablet reaches it.")

    def receipt_code(self, series: str) -> str:
        """The receipt's code for the other tablet; empty while there is none."""
        return self._handover.receipt_code(series)

    def scan(self, text: str) -> bool:
        """One code; whether the series is whole now. A wrong code changes nothing and says why."""
        before = self.reading.read if self.reading else 0
        try:
            self.reading = self._handover.read(text)
        except TabletFault as fault:
            self.fault = str(fault)
            self.tell()
            return False
        self.fault = ""
        if self.reading.read != before:
            self.tell()
        if self.reading.is_whole:
            self.forward()
        return self.reading.is_whole

    def forward(self) -> None:
        """Bring the hub what is here; offline it stays and goes by itself later."""
        if not self.is_forwarding:
            self.is_forwarding = True
            self.tell()
            self._run(self._forward)

    def _forward(self) -> None:
        try:
            self._handover.forward()
        except TabletFault as fault:
            self.fault = str(fault)
        finally:
            self.is_forwarding = False
            self.tell()
