"""Pairing: scan the officer's code, then compare one code on both screens."""

from __future__ import annotations

from typing import Final

from kivy.metrics import dp, sp
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.widget import Widget

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.panel import Column, Panel, Row
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.texts import N_, _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, LINE, NAME, SMALL, TITLE
from kiosk_app.viewmodels.pairing import PairingViewModel

STEPS = (
    N_("In the exams office, open “Tablets” and ask for a pairing code."),
    N_("Hold this tablet so that its camera sees the code."),
    N_("Compare the code that both screens show; the officer approves."),
)

NO_CAMERA: Final = N_("No camera on this tablet. Use a hand scanner, or type the code.")
WIDEST: Final = 640


class PairingScreen(BoxLayout):
    """One face a stage: offer, working, compare, refused."""

    def __init__(self, model: PairingViewModel, camera: CameraView, *, wide: bool, note: str = "") -> None:
        super().__init__(orientation="horizontal" if wide else "vertical", padding=dp(EDGE), spacing=dp(EDGE))
        self._model = model
        self._camera = camera
        self._note = note
        self._drawn: object = None
        self.field: Field | None = None
        self.button: PushButton | None = None
        camera.size_hint = (1, 1)
        self.refresh()

    def refresh(self) -> None:
        model = self._model
        drawn = (model.stage, model.error, model.code)
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.clear_widgets()
        if model.stage == "offer":
            self.add_widget(self._camera)
            self.add_widget(self._offer())
        else:
            self.add_widget(self._middle())

    def _offer(self) -> Widget:
        panel = Panel()
        panel.add_widget(Text(_("Pair this tablet"), size=NAME, bold=True))
        for number, text in enumerate(STEPS, start=1):
            panel.add_widget(_step(number, _(text)))
        if self._note:
            panel.add_widget(Note(self._note, icon="alert-circle-outline", ink=palette().warning))
        if self._model.error:
            panel.add_widget(Note(self._model.error, icon="alert", ink=palette().alarm))
        panel.add_widget(Widget())
        panel.add_widget(
            Text(_("No camera? Type or paste the code's text."), size=SMALL, colour=palette().text_soft)
        )
        self.field = Field(_("Pairing code, begins with XDP1:"), most=2000, entered=self._submit)
        self.button = PushButton(_("Pair"), self._submit, kind="main", icon="link-variant")
        panel.add_widget(self.field)
        panel.add_widget(self.button)
        return panel

    def _submit(self) -> None:
        if self.field is not None:
            self._model.submit(self.field.text)

    def _middle(self) -> Widget:
        model, look = self._model, palette()
        holder = AnchorLayout()
        column = Column(fit=True, spacing=dp(16), size_hint_x=None)
        holder.bind(width=lambda _holder, width: setattr(column, "width", min(width * 0.9, sp(WIDEST))))
        icons = {"working": "lan-connect", "compare": "eye-outline", "refused": "alert", "approved": "check"}
        ink = look.alarm if model.stage == "refused" else look.accent
        column.add_widget(Icon(icons[model.stage], size=72, colour=ink, pos_hint={"center_x": 0.5}))
        for text, size in self._says():
            column.add_widget(Text(text, size=size, halign="center", bold=size > TITLE))
        if model.error:
            column.add_widget(Note(model.error, icon="alert-circle-outline", ink=look.warning))
        self.button = None
        if model.stage in ("refused", "compare"):
            text = _("Scan another code") if model.stage == "refused" else _("Start again")
            self.button = PushButton(text, model.start_again, height=64)
            column.add_widget(self.button)
        holder.add_widget(column)
        return holder

    def _says(self) -> list[tuple[str, int]]:
        model = self._model
        if model.stage == "working":
            return [(_("Asking the exams office …"), TITLE)]
        if model.stage == "compare":
            return [
                (model.centre, NAME),
                (_("The officer's screen has to show the same code:"), TITLE),
                (model.code, 64),
                (_("Waiting until the officer approves this tablet."), TITLE),
            ]
        if model.stage == "approved":
            return [(_("This tablet is paired."), NAME)]
        return [(_("This tablet was not accepted."), NAME)]


def _step(number: int, text: str) -> Row:
    """A number, and its sentence with a straight left edge."""
    row = Row(size_hint_y=None, spacing=dp(12))
    figure = Line(f"{number}", size=TITLE, bold=True, colour=palette().accent, pos_hint={"top": 1})
    figure.size_hint, figure.size = (None, None), (sp(TITLE), sp(TITLE) * LINE)
    words = Text(text, size=TITLE, pos_hint={"top": 1})
    words.bind(height=row.setter("height"))
    row.add_widget(figure)
    row.add_widget(words)
    return row
