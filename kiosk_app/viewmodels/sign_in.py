"""Signing in on the tablet with name and PIN; works with the hub off."""

from __future__ import annotations

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import Observable
from shared.ids import InvigilatorId

MOST_DIGITS = 8


class SignInViewModel(Observable):
    """Choose a person, type the PIN. The desk makes somebody wait who typed too many wrong ones."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book
        self.chosen: InvigilatorId = ""
        self.pin = ""
        self.error = ""

    @property
    def people(self) -> tuple[tuple[InvigilatorId, str, str], ...]:
        """Identifier, name and role, by name."""
        listed = self._book.desk.pack.invigilators
        return tuple((i.id, i.name, _(i.role)) for i in sorted(listed, key=lambda i: i.name.casefold()))

    @property
    def is_wiped(self) -> bool:
        """The officer had this tablet wiped: nobody signs in here any more."""
        return self._book.desk.lock_state == "wiped"

    def choose(self, invigilator: InvigilatorId) -> None:
        self.chosen, self.pin, self.error = invigilator, "", ""
        self.tell()

    def press(self, digit: str) -> None:
        """One digit of the pad."""
        if digit.isdigit() and len(self.pin) < MOST_DIGITS:
            self.pin, self.error = self.pin + digit, ""
            self.tell()

    def rub_out(self) -> None:
        self.pin = self.pin[:-1]
        self.tell()

    def submit(self) -> bool:
        """Sign in with what was typed; also takes up duty in the room."""
        return self.sign_in(self.chosen, self.pin)

    def sign_in(self, invigilator: InvigilatorId, pin: str) -> bool:
        """Whether the PIN was right; ``error`` says what is wrong otherwise."""
        self.pin, desk = "", self._book.desk
        if not invigilator:
            self.error = _("Choose your name first.")
        elif self.is_wiped:
            self.error = _("This tablet was wiped by the exams office. Use another one.")
        elif desk.lock_state == "held":
            self.error = _("The exams office has locked this tablet. Ask them to unlock it.")
        elif desk.sign_in(invigilator, pin):
            self.error, self.chosen = "", ""
        elif desk.sign_in_opens is not None:
            self.error = _("Too many wrong PINs. Wait half a minute, then try again.")
        else:
            self.error = _("That PIN is not right. Try again, or ask the exams officer.")
        self.tell()
        return desk.signed_in is not None and not self.error

    def lock(self) -> None:
        """Hide the room until somebody signs in again; duty goes on."""
        self._book.desk.lock()
        self.tell()

    def leave_duty(self) -> None:
        """The person who acts here goes off duty."""
        self._book.desk.sign_out()
        self.tell()
