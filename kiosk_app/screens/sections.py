"""Every section of the room's shell by its name, and which tab it stands under."""

from __future__ import annotations

from typing import Any, Final

from kivy.uix.boxlayout import BoxLayout

from kiosk_app.screens.camera_view import CameraView
from kiosk_app.screens.collect_scan_section import CollectScanSection
from kiosk_app.screens.collect_section import CollectSection
from kiosk_app.screens.diagnostics_section import DiagnosticsSection
from kiosk_app.screens.exam_section import ExamSection
from kiosk_app.screens.hand_over_section import HandOverSection
from kiosk_app.screens.map_section import MapSection
from kiosk_app.screens.pack_section import PackSection
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.recount_section import RecountSection
from kiosk_app.screens.register_section import RegisterSection
from kiosk_app.screens.scan_section import ScanSection
from kiosk_app.screens.sign_section import SignSection
from kiosk_app.screens.tablet_section import TabletSection
from kiosk_app.screens.walk_section import WalkSection
from kiosk_app.viewmodels.machine import Machine

TAB_OF: Final = {
    "scan": "register",
    "walk": "register",
    "map": "register",
    "scan_scripts": "collect",
    "recount": "collect",
    "pack": "sign",
    "diagnostics": "tablet",
    "hand_over": "tablet",
}
WITH_CARD: Final = ("register", "walk", "map", "scan")
WITH_CAMERA: Final = ("scan", "scan_scripts", "recount", "hand_over")


def make_section(
    nav: Nav, section: str, machine: Machine, card_pane: BoxLayout, camera: CameraView | None
) -> Any:
    """The widget of a section; one that nobody knows is the register."""
    if camera is not None and section in WITH_CAMERA:
        return _looking(nav, section, machine, card_pane, camera)
    match section:
        case "walk":
            return WalkSection(nav)
        case "map":
            return MapSection(nav, card_pane)
        case "exam":
            return ExamSection(nav)
        case "collect":
            return CollectSection(nav)
        case "sign":
            return SignSection(nav)
        case "pack":
            return PackSection(nav)
        case "diagnostics":
            return DiagnosticsSection(nav, machine)
        case "tablet":
            return TabletSection(nav, machine)
        case _:
            return RegisterSection(nav, card_pane)


def _looking(nav: Nav, section: str, machine: Machine, card_pane: BoxLayout, camera: CameraView) -> Any:
    match section:
        case "recount":
            return RecountSection(nav, camera)
        case "hand_over":
            return HandOverSection(nav, machine, camera)
        case "scan_scripts":
            return CollectScanSection(nav, camera)
        case _:
            return ScanSection(nav, camera, card_pane)
