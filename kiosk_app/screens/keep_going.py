"""The room never stops: a fault in drawing is told and logged, and the tablet goes on."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from kivy.base import ExceptionHandler, ExceptionManager

from kiosk_app.texts import _

logger = logging.getLogger("examday.screen")


class KeepGoing(ExceptionHandler):
    """Logs where it happened, never with what: names and PINs may be in an error's text."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def handle_exception(self, inst: BaseException) -> int:
        if not isinstance(inst, Exception):
            return int(ExceptionManager.RAISE)
        frames = traceback.extract_tb(inst.__traceback__)
        where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
        logger.error("%s at %s", type(inst).__name__, where)
        self._tell(_("Something went wrong on this screen. What was recorded is safe. Tell the office."))
        return int(ExceptionManager.PASS)
