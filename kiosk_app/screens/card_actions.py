"""The buttons of a card: what is likely stands large under the writing hand, the rest behind "More"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kivy.metrics import dp, sp

from kiosk_app.screens.card_sheets import (
    correct_sheet,
    mismatch_sheet,
    move_sheet,
    refuse_sheet,
    transfer_sheet,
)
from kiosk_app.screens.choice_sheet import Choice, ChoiceSheet
from kiosk_app.screens.form_sheet import FormSheet
from kiosk_app.screens.late_panel import LatePanel
from kiosk_app.screens.leave_sheet import LeaveSheet
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.undo_sheet import UndoSheet
from kiosk_app.texts import N_, _
from kiosk_app.theme.tokens import MAIN_TARGET
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.card_choices import Action

LABELS: dict[Action, tuple[str, str]] = {
    "confirm": (N_("Confirm"), "check-bold"),
    "admit_late": (N_("Admit late"), "clock-check-outline"),
    "was_here": (N_("Was on time"), "check"),
    "pending": (N_("Identity pending"), "help-circle-outline"),
    "absent": (N_("Absent"), "close"),
    "refuse_late": (N_("Refuse entry"), "cancel"),
    "correct": (N_("Correct the register"), "pencil-outline"),
    "leave": (N_("Leaves the room"), "arrow-top-right"),
    "return": (N_("Is back"), "arrow-bottom-left"),
    "rest": (N_("Rest break"), "sleep"),
    "write": (N_("Writes again"), "pencil"),
    "move": (N_("Another seat"), "seat-outline"),
    "withdrawn": (N_("Withdrawn"), "account-minus-outline"),
    "transferred": (N_("At another centre"), "swap-horizontal"),
    "undo": (N_("Take back"), "undo"),
    "mismatch": (N_("Not this person"), "account-cancel-outline"),
}
MAIN: tuple[Action, ...] = ("confirm", "admit_late", "return", "write")


class CardActions(Row):
    """One main action, at most one beside it, "More" for what is left."""

    def __init__(self, nav: Nav, card: CardViewModel) -> None:
        super().__init__(height=MAIN_TARGET, spacing=dp(12))
        self._nav = nav
        self._card = card
        actions = card.actions
        late = card.late_arrival
        self.late = LatePanel(late) if late and "admit_late" in actions else None
        self.mismatch = self._button("mismatch", "danger") if "mismatch" in actions else None
        self.buttons: dict[Action, PushButton] = {}
        main = next((a for a in actions if a in MAIN), None)
        # Three words of the largest type don't fit side by side.
        second = None if main and nav.frame.says_less else self._second(actions, main)
        rest = [a for a in actions if a not in (main, second, "mismatch")]
        placed: list[PushButton] = []
        if rest:
            self.more = PushButton(
                _("More"),
                lambda: self._show_more(rest),
                icon="dots-horizontal",
                height=MAIN_TARGET,
                size_hint_x=None,
                width=sp(124),
            )
            placed.append(self.more)
        if second:
            placed.append(self._button(second, "plain", height=MAIN_TARGET))
        if main:
            placed.append(self._button(main, "main"))
        for button in reversed(placed) if nav.writes_left else placed:
            self.add_widget(button)

    def _second(self, actions: tuple[Action, ...], main: Action | None) -> Action | None:
        # Who was scanned is here: then "absent" makes no sense beside Confirm.
        wish: tuple[Action, ...] = ("was_here", "pending") if self._card.scanned else ("was_here", "absent")
        if main is None:
            wish = ("rest", "leave", "correct")
        return next((a for a in wish if a in actions), None)

    def _button(self, action: Action, kind: str, height: float | None = None) -> PushButton:
        text, icon = LABELS[action]
        button = PushButton(_(text), lambda: self.do(action), kind=kind, icon=icon, height=height)  # type: ignore[arg-type]
        if action != "mismatch":
            self.buttons[action] = button
        return button

    def _show_more(self, rest: list[Action]) -> None:
        choices = [Choice(_(LABELS[a][0]), LABELS[a][1], partial(self._from_more, a)) for a in rest]
        self._nav.cover(ChoiceSheet(self._nav, self._card.name, choices))

    def _from_more(self, action: Action) -> None:
        self._nav.uncover()
        self.do(action)

    def do(self, action: Action) -> None:
        """Carry out one action; what needs words first opens a sheet."""
        card, nav = self._card, self._nav
        commands: dict[Action, Callable[[], None]] = {
            "confirm": card.confirm,
            "was_here": card.confirm,
            "pending": card.seat_pending,
            "absent": card.mark_absent,
            "withdrawn": card.mark_withdrawn,
            "return": card.come_back,
            "rest": card.start_break,
            "write": card.end_break,
            "admit_late": self._admit,
        }
        sheets: dict[Action, Callable[[Nav, CardViewModel], FormSheet]] = {
            "refuse_late": refuse_sheet,
            "correct": correct_sheet,
            "leave": lambda nav, card: LeaveSheet(nav, card.key),
            "move": move_sheet,
            "mismatch": mismatch_sheet,
            "transferred": transfer_sheet,
            "undo": lambda nav, card: UndoSheet(nav, card.key),
        }
        if action in commands:
            nav.attempt(commands[action])
        else:
            nav.cover(sheets[action](nav, card))

    def _admit(self) -> None:
        late = self.late
        if late is None:
            self._card.admit_late()
            return
        self._card.admit_late(
            late.reason, warned=late.warned, supervised_from=late.supervised_from, travel=late.travel
        )
