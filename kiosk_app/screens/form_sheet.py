"""A sheet that asks for a choice or a few words before something is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kivy.metrics import dp
from kivy.uix.stacklayout import StackLayout

from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.press import Chip, PushButton
from kiosk_app.screens.parts.sheet import Sheet
from kiosk_app.screens.parts.words import Text
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import SMALL
from kiosk_app.viewmodels.observable import NotPossible


class Options(StackLayout):
    """Chips of which one is chosen; ``chosen_now`` is told when a finger chooses another."""

    def __init__(
        self,
        options: Sequence[tuple[str, str]],
        chosen: str = "",
        *,
        chosen_now: Callable[[str], None] | None = None,
        none_yet: bool = False,
    ) -> None:
        super().__init__(spacing=dp(8), size_hint_y=None)
        self.bind(minimum_height=self.setter("height"))
        self.labels = dict(options)
        self.chips: dict[str, Chip] = {}
        for name, label in options:
            self.chips[name] = Chip(label, partial(self._press, name))
            self.add_widget(self.chips[name])
        self.chosen = ""
        self.chosen_now = chosen_now
        self.choose(chosen or (options[0][0] if options and not none_yet else ""))

    def _press(self, name: str) -> None:
        changed = name != self.chosen
        self.choose(name)
        if changed and self.chosen_now is not None:
            self.chosen_now(name)

    def choose(self, name: str) -> None:
        self.chosen = name
        for known, chip in self.chips.items():
            chip.set(self.labels[known], known == name)


def _digits(text: str, _from_undo: bool) -> str:
    return "".join(c for c in text if c in "0123456789")


class FormSheet(Sheet):
    """Sentences, options and fields from top to bottom; the main button records and closes."""

    def __init__(
        self, nav: Nav, title: str, button: str, record: Callable[[], object], *, danger: bool = False
    ) -> None:
        super().__init__(title, nav.uncover)
        self._nav = nav
        self._record = record
        self.back = PushButton(_("Back"), nav.uncover, height=64)
        self.done = PushButton(button, self._submit, kind="danger" if danger else "main", height=64)
        self.add_foot(self.back)
        self.add_foot(self.done)

    def ask(
        self, hint: str, *, lines: int = 1, most: int = 300, text: str = "", digits: bool = False
    ) -> Field:
        """A field to write in."""
        field = Field(hint, lines=lines, most=most, input_filter=_digits if digits else None)
        field.text = text
        self.body.add_widget(field)
        return field

    def number_in(self, field: Field) -> int:
        """What was counted. Raises NotPossible where nothing was typed: no answer is not nought."""
        if not field.text:
            raise NotPossible(_("A number is needed."), _("Type 0 where there is none."))
        return int(field.text)

    def choose(self, title: str, options: Sequence[tuple[str, str]], chosen: str = "") -> Options:
        """One of several."""
        self.say(title)
        shown = Options(options, chosen)
        self.body.add_widget(shown)
        return shown

    def say(self, text: str) -> None:
        self.body.add_widget(Text(text, size=SMALL, colour=palette().text_soft))

    def _submit(self) -> None:
        if self._nav.attempt(self._record):
            self._nav.uncover()
