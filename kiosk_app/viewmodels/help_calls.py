"""Calling somebody to the room, and how far the call got: told as it is, also without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from shared.record.events import incident as ev
from shared.record.events.incident import HelpKind
from shared.record.incident_log import HelpCall

HELP_KINDS: Final[tuple[tuple[HelpKind, str, str], ...]] = (
    ("officer", N_("Exams officer"), "account-tie"),
    ("first_aid", N_("First aid"), "medical-bag"),
    ("escort", N_("Escort"), "walk"),
    ("papers", N_("More paper"), "file-document-outline"),
    ("technician", N_("Technician"), "wrench-outline"),
)
MAX_TEXT: Final = 4000


@dataclass(frozen=True, slots=True)
class Call:
    """One call that is open; ``state`` is where it is, ``says`` the same in words."""

    help_id: str
    kind: str
    title: str
    icon: str
    says: str
    is_coming: bool
    is_stuck: bool


class HelpViewModel(Observable):
    """This room's calls (rule 5: help comes without anybody leaving the room)."""

    def __init__(self, book: RoomBook, new_id: Callable[[], str]) -> None:
        super().__init__()
        self._book = book
        self._new_id = new_id
        self._reached: set[str] = set()

    @property
    def open(self) -> tuple[Call, ...]:
        """Calls that nobody closed, oldest first."""
        return tuple(self._shown(call) for call in self._open)

    def call(self, kind: HelpKind, note: str = "") -> str:
        """Ask for somebody to come; a second press while the first call is open asks nobody twice."""
        same = next((c for c in self._open if c.kind == kind), None)
        if same is not None:
            return same.help_id
        help_id = self._new_id()
        self._book.desk.record(ev.HelpRequested(help_id=help_id, kind=kind, note=note.strip()[:MAX_TEXT]))
        self.tell()
        return help_id

    def close(self, help_id: str) -> None:
        """Somebody came, or is not needed any more."""
        if help_id not in {c.help_id for c in self._open}:
            raise NotPossible(_("This call is closed already."))
        self._book.desk.record(ev.HelpClosed(help_id=help_id))
        self.tell()

    def title(self, kind: str) -> str:
        labels: dict[str, str] = {known: label for known, label, _icon in HELP_KINDS}
        return _(labels.get(kind, kind.replace("_", " ").capitalize()))

    @property
    def _open(self) -> tuple[HelpCall, ...]:
        here = self._book.desk.room.id
        return tuple(c for c in self._book.register.help_calls if c.room == here and c.closed_at is None)

    def _shown(self, call: HelpCall) -> Call:
        told, asked = self._book.desk.connection(), self._book.clock(call.asked_at)
        if not told.unsent or call.acknowledged_at is not None:
            # Records leave in their order: with nothing left to send the office has the call.
            self._reached.add(call.help_id)
        stuck = call.help_id not in self._reached and not told.online
        if call.acknowledged_at is not None:
            says = _("On the way, {time}").format(time=self._book.clock(call.acknowledged_at))
        elif call.help_id in self._reached:
            says = _("The office has it, {time}").format(time=asked)
        elif stuck:
            says = _("Not sent: no network. Send somebody.")
        else:
            says = _("Sending, {time}").format(time=asked)
        icon = next((icon for kind, _label, icon in HELP_KINDS if kind == call.kind), "bell-outline")
        return Call(
            help_id=call.help_id,
            kind=call.kind,
            title=self.title(call.kind),
            icon=icon,
            says=says,
            is_coming=call.acknowledged_at is not None,
            is_stuck=stuck,
        )
