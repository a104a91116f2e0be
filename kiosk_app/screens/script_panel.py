"""The words before the start: one line large enough to read out while standing, then the next."""

from __future__ import annotations

from kiosk_app.screens.note import Note
from kiosk_app.screens.parts.live_panel import LivePanel
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.parts.panel import Row, paint
from kiosk_app.screens.parts.press import PushButton
from kiosk_app.screens.parts.words import Icon, Line, Text
from kiosk_app.screens.waived_note import waived_note
from kiosk_app.texts import _
from kiosk_app.theme.palette import palette
from kiosk_app.theme.tokens import EDGE, MAIN_TARGET, NUMBER, RADIUS, SMALL, TITLE
from shared.record.room_steps import RoomStep


class ScriptPanel(LivePanel):
    """Each line is on record once it was read; what was read stays ticked below."""

    def __init__(self, nav: Nav) -> None:
        super().__init__(nav)

    def shows(self) -> object:
        exam = self.nav.room.exam
        return (exam.script, exam.waived(RoomStep.SCRIPT_READ))

    def draw(self) -> None:
        exam, look = self.nav.room.exam, palette()
        waived = exam.waived(RoomStep.SCRIPT_READ)
        lines = exam.script
        unread = [(item, text) for item, text, done in lines if not done]
        head = Row(height=32)
        head.add_widget(Line(_("Read to the room"), size=TITLE, bold=True))
        if unread:
            where = _("{n} of {all}").format(n=len(lines) - len(unread) + 1, all=len(lines))
            head.add_widget(Line(where, size=SMALL, colour=look.text_soft, halign="right", size_hint_x=0.4))
        self.add_widget(head)
        if waived is not None:
            self.add_widget(waived_note(self.nav.room.book, waived))
            return
        if not unread:
            self.add_widget(Note(_("All lines were read."), icon="check-all", ink=look.good, size=SMALL))
            return
        item, text = unread[0]
        said = Text(text, size=NUMBER, bold=True, padding=(0, EDGE // 2))
        self.add_widget(said)
        last = len(unread) == 1
        self.button = PushButton(
            _("Read out: the script is done") if last else _("Read out: next line"),
            lambda: self.nav.attempt(lambda: exam.read_script(item)),
            kind="main",
            icon="account-voice",
            height=MAIN_TARGET,
        )
        self.add_widget(self.button)
        for _later, text in unread[1:]:
            self.add_widget(Text(text, size=SMALL, colour=look.text_soft))
        for _item, text, done in lines:
            if done:
                self.add_widget(self._read(text))
        if not last:
            self.all = PushButton(
                _("I read all of it from paper"), lambda: self.nav.attempt(exam.read_script), kind="quiet"
            )
            self.add_widget(self.all)

    def _read(self, text: str) -> Row:
        look = palette()
        row = Row(height=32)
        paint(row, None, radius=RADIUS)
        row.add_widget(Icon("check", size=18, colour=look.good, pos_hint={"center_y": 0.5}))
        row.add_widget(Line(text, size=SMALL, colour=look.text_soft))
        return row
