"""What a decision about a candidate still has to be told: reasons, escorts, seats."""

from __future__ import annotations

from typing import Final

from kiosk_app.screens.form_sheet import FormSheet, Options
from kiosk_app.screens.parts.field import Field
from kiosk_app.screens.parts.nav import Nav
from kiosk_app.screens.pin_sheet import PinSheet
from kiosk_app.texts import N_, _
from kiosk_app.viewmodels.card import CardViewModel
from kiosk_app.viewmodels.card_reasons import CORRECTION_REASONS
from kiosk_app.viewmodels.countersign import is_wanted
from shared.record.events.candidate import Attendance

_NEW: Final = (
    (Attendance.PRESENT, N_("Present")),
    (Attendance.ABSENT, N_("Absent")),
    (Attendance.WITHDRAWN, N_("Withdrawn")),
    (Attendance.TRANSFERRED, N_("At another centre")),
)


FREE_SEATS: Final = 12
"""So many free seats are offered to touch; any other is typed."""


def correct_sheet(nav: Nav, card: CardViewModel) -> FormSheet:
    """Old, new and why: the earlier record stays."""
    sheet = FormSheet(
        nav,
        _("Correct: {name}").format(name=card.name),
        _("Record correction"),
        lambda: _correct(nav, card, Attendance(new.chosen), reason.text),
    )
    old = card.sitting.attendance
    new = sheet.choose(
        _("The register says {old}. It should say:").format(old=_(old.value)),
        [(value.value, _(label)) for value, label in _NEW if value is not old],
    )
    reason = _why(sheet)
    return sheet


def _correct(nav: Nav, card: CardViewModel, new: Attendance, reason: str) -> None:
    """At once; after the register was signed a second person is asked for the PIN first."""
    if not is_wanted(nav.room.book):
        card.correct(new, reason)
        return
    says = _("The register is signed: a second person signs beside the correction.")
    nav.follow(
        PinSheet(
            nav,
            _("Second signature"),
            lambda who, pin: card.correct(new, reason, (who, pin)),
            says=says,
        )
    )


def _why(sheet: FormSheet) -> Field:
    """A short list to touch; what is touched can still be changed in words."""
    sheet.say(_("Why?"))
    chips = Options([(text, _(text)) for text in CORRECTION_REASONS], none_yet=True)
    sheet.body.add_widget(chips)
    reason = sheet.ask(_("One short sentence"))
    chips.chosen_now = lambda text: setattr(reason, "text", text)
    return reason


def refuse_sheet(nav: Nav, card: CardViewModel) -> FormSheet:
    """Sending a late candidate away."""
    sheet = FormSheet(
        nav,
        _("Refuse entry: {name}").format(name=card.name),
        _("Refuse entry"),
        lambda: card.refuse_late(reason.text),
        danger=True,
    )
    sheet.say(_("The register will say absent. Ask the exams officer first if you can."))
    reason = sheet.ask(_("Why? One short sentence"))
    return sheet


def move_sheet(nav: Nav, card: CardViewModel) -> FormSheet:
    """Another seat, recorded on the plan."""
    sheet = FormSheet(
        nav,
        _("Another seat: {name}").format(name=card.name),
        _("Move"),
        lambda: card.move_to(seat.text, reason.text),
    )
    sheet.say(_("Now on seat {seat}.").format(seat=card.seat or "–"))
    free = nav.room.unlisted.free_seats
    chips = Options([(label, label) for label in free[:FREE_SEATS]], none_yet=True)
    sheet.body.add_widget(chips)
    seat = sheet.ask(_("New seat, for instance B4"), most=8)
    chips.chosen_now = lambda label: setattr(seat, "text", label)
    reason = sheet.ask(_("Why? (optional)"))
    return sheet


def transfer_sheet(nav: Nav, card: CardViewModel) -> FormSheet:
    """Sits at another centre: which one."""
    sheet = FormSheet(
        nav,
        _("At another centre: {name}").format(name=card.name),
        _("Record transfer"),
        lambda: card.mark_transferred(centre.text),
    )
    centre = sheet.ask(_("Number of the other centre"), most=5, digits=True)
    return sheet


def mismatch_sheet(nav: Nav, card: CardViewModel) -> FormSheet:
    """Asked once more: it alarms the office."""
    sheet = FormSheet(
        nav,
        _("Not this person: {name}").format(name=card.name),
        _("Not this person"),
        lambda: card.not_this_person(note.text),
        danger=True,
    )
    sheet.say(_("The candidate is not marked present and the exams office is told at once."))
    note = sheet.ask(_("What do you see? (optional)"))
    return sheet
