"""Taking the register along the rows: one seat after the other in walking order, a large photo each."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.card_choices import Action
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.scan import ScanViewModel
from shared.record.register import SittingRecord, SittingState


@dataclass(frozen=True, slots=True)
class WalkStop:
    """Where one stands: the card of the seat, its place in the walk, and what is left."""

    card: CardViewModel
    place: int
    total: int
    not_set: int
    before: str
    after: str

    @property
    def can_be_present(self) -> bool:
        """Late arrivals and whoever is set already are decided on the card."""
        return "confirm" in self.card.actions

    @property
    def can_be_absent(self) -> bool:
        return "absent" in self.card.actions


class SeatWalkViewModel(Observable):
    """Begins at the first seat that isn't set; after a decision goes on to the next one that isn't."""

    def __init__(self, book: RoomBook, scan: ScanViewModel) -> None:
        super().__init__()
        self._book = book
        self._scan = scan
        self._at: Key | None = None

    @property
    def order(self) -> tuple[SittingRecord, ...]:
        """Who sits here, seat after seat; who has no seat comes last."""
        here = self._book.desk.room
        place = {seat.label: number for number, seat in enumerate(here.seats)}
        sitting_here = [s for s in self._book.sittings if s.place == here.id]
        return tuple(
            sorted(
                sitting_here,
                key=lambda s: (place.get(self._book.seat(s), len(place)), self._book.number(s)),
            )
        )

    @property
    def stop(self) -> WalkStop | None:
        """The seat before which one stands; None where nobody is planned or everybody is set."""
        order = self.order
        at = self._place(order)
        if at is None:
            return None
        return WalkStop(
            card=CardViewModel(self._book, order[at].key),
            place=at + 1,
            total=len(order),
            not_set=sum(1 for s in order if s.state is SittingState.EXPECTED),
            before=self._seat_of(order, at - 1),
            after=self._seat_of(order, at + 1),
        )

    def present(self) -> None:
        """The person on this seat is the one on the photo."""
        stop = self._stop_that("confirm")
        stop.card.confirm()
        self._go_on(stop)

    def absent(self) -> None:
        """Nobody sits on this seat."""
        stop = self._stop_that("absent")
        stop.card.mark_absent()
        self._go_on(stop)

    def skip(self) -> None:
        """On to the next seat; this one stays as it is."""
        self._go(1)

    def back(self) -> None:
        """To the seat before, also where it is set."""
        self._go(-1)

    def go_to(self, key: Key) -> None:
        """Stand before this candidate's seat."""
        self._at = key
        self.tell()

    def restart(self) -> None:
        """To the first seat that isn't set."""
        self._at = None
        self.tell()

    def _stop_that(self, action: Action) -> WalkStop:
        stop = self.stop
        if stop is None or action not in stop.card.actions:
            raise NotPossible(_("This seat is decided on its card."), _("Touch “Open the card”."))
        return stop

    def _go_on(self, stop: WalkStop) -> None:
        self._scan.note(stop.card)
        self._at = self._next_not_set(stop.card.key)
        self.tell()

    def _next_not_set(self, key: Key) -> Key | None:
        order = self.order
        at = next(number for number, s in enumerate(order) if s.key == key)
        after = (*order[at + 1 :], *order[:at])
        return next((s.key for s in after if s.state is SittingState.EXPECTED), None)

    def _go(self, step: int) -> None:
        order = self.order
        at = self._place(order)
        if at is None:
            at = len(order) if step < 0 else -1
        if order:
            self._at = order[(at + step) % len(order)].key
        self.tell()

    def _place(self, order: tuple[SittingRecord, ...]) -> int | None:
        if self._at is not None:
            known = next((number for number, s in enumerate(order) if s.key == self._at), None)
            if known is not None:
                return known
        return next((n for n, s in enumerate(order) if s.state is SittingState.EXPECTED), None)

    def _seat_of(self, order: tuple[SittingRecord, ...], at: int) -> str:
        return self._book.seat(order[at]) if 0 <= at < len(order) else ""
