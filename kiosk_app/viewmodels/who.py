"""Finding somebody in the room by seat, number, name or tag: for whatever is recorded about a candidate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.observable import NotPossible
from kiosk_app.viewmodels.searching import folded, matches
from shared.record.register import SittingRecord


@dataclass(frozen=True, slots=True)
class Person:
    """One candidate to choose."""

    key: Key
    seat: str
    number: str
    name: str


class WhoViewModel:
    """Everybody who sits here in walking order; ``wanted`` leaves out whom the question isn't about."""

    def __init__(self, book: RoomBook, wanted: Callable[[SittingRecord], bool] = lambda s: True) -> None:
        self._book = book
        self._wanted = wanted
        self.text = ""
        self.block = ""

    @property
    def people(self) -> tuple[Person, ...]:
        """Who fits what was typed and the seats that were chosen."""
        asked = folded(self.text)
        return tuple(
            p
            for p in self._all
            if _block(p.seat).startswith(self.block) and matches(asked, p.name, p.number, p.seat)
        )

    @property
    def blocks(self) -> tuple[str, ...]:
        """The letters with which seats begin, where there is more than one."""
        found = tuple(sorted({_block(p.seat) for p in self._all if _block(p.seat)}))
        return found if len(found) > 1 else ()

    def choose_block(self, block: str) -> None:
        """Only these seats; the same one again: all of them."""
        self.block = "" if block == self.block else block

    def by_code(self, code: str) -> Key:
        """Whose tag this is. Raises NotPossible where it is nobody's of this room."""
        scan = self._book.desk.scan(code)
        found = next((p.key for p in self._all if p.key[0] == scan.candidate_id), None)
        if found is None:
            raise NotPossible(
                _("This tag is of nobody to choose here."), _("Find the person by seat or name.")
            )
        return found

    @property
    def _all(self) -> tuple[Person, ...]:
        here = self._book.desk.room
        order = {seat.label: place for place, seat in enumerate(here.seats)}
        people: dict[str, Person] = {}
        for s in self._book.sittings:
            if s.place == here.id and self._wanted(s):
                found = Person(s.key, self._book.seat(s), self._book.number(s), self._book.name(s))
                people.setdefault(s.candidate_id, found)
        return tuple(sorted(people.values(), key=lambda p: (order.get(p.seat, len(order)), p.number)))


def _block(seat: str) -> str:
    return "".join(c for c in seat[:2] if c.isalpha())
