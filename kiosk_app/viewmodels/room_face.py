"""What every face of a room says first, be it bars, lock screen or board: where, and what time."""

from __future__ import annotations

from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import Observable


class RoomFace(Observable):
    """Read anew whenever a screen draws."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def room(self) -> str:
        return self._book.desk.room.name

    @property
    def clock(self) -> str:
        return self._book.clock(self._book.desk.now())
