"""What belongs to the tablet and not to one room, as the room's screens reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.viewmodels.diagnostics import DiagnosticsViewModel
from kiosk_app.viewmodels.handover import HandoverPort
from kiosk_app.viewmodels.observable import Run
from kiosk_app.viewmodels.settings import SettingsViewModel


@dataclass(frozen=True, slots=True)
class Machine:
    """``show_board`` fills the screen with the board, ``leave_room`` goes back to the choice of rooms."""

    settings: SettingsViewModel
    diagnostics: DiagnosticsViewModel
    handover: HandoverPort
    run: Run
    show_board: Callable[[], None]
    leave_room: Callable[[], None]
