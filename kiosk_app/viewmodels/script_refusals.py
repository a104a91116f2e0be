"""Why a script is not taken although its tag is genuine: another room, another pile, nobody present."""

from __future__ import annotations

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import Key, RoomBook
from kiosk_app.viewmodels.scan import RedScreen, ScriptFault
from shared.ids import ComponentId
from shared.protocol.scan import Scan, ScanFault
from shared.record.events.candidate import Attendance
from shared.record.register import SittingRecord


def refusal_of(book: RoomBook, found: Scan) -> RedScreen | None:
    """The red screen for a tag that was read; None where the tag itself is the trouble."""
    if found.fault is ScanFault.OTHER_ROOM and found.candidate_id:
        return _of_another_room(book, found)
    return None


def nobody_waits(book: RoomBook, key: Key) -> RedScreen:
    """A script that is here already, or of somebody who is not recorded as present."""
    sitting = book.sitting(key)
    if sitting.script_collected_at:
        return RedScreen(
            fault=ScriptFault.COLLECTED_ALREADY,
            wrong=_("This script was collected at {time}.").format(
                time=book.clock(sitting.script_collected_at)
            ),
            advice=_("Look for a second script under this name."),
            who=book.who(sitting),
            icon="layers-remove",
        )
    return _of_nobody_present(book, sitting)


def wrong_pile(book: RoomBook, key: Key, pile: ComponentId) -> RedScreen:
    """A script of another paper than the one that is collected."""
    return RedScreen(
        fault=ScriptFault.OTHER_PAPER,
        wrong=_("This is a script of {code}, and {pile} is collected now.").format(
            code=book.code(key[1]), pile=book.code(pile) if pile else _("another paper")
        ),
        advice=_("Lay it on the other pile. Collect that paper afterwards."),
        who=book.who(book.sitting(key)),
        icon="file-swap-outline",
    )


def _of_another_room(book: RoomBook, found: Scan) -> RedScreen:
    sittings = book.sittings_of(found.candidate_id or "")
    rooms = dict.fromkeys(book.room_name(s.place) for s in sittings)
    return RedScreen(
        fault=ScriptFault.OTHER_ROOM,
        wrong=_("This script belongs to another room."),
        advice=_("Keep it apart and call the officer: it goes to that room's pile."),
        who=book.name_of(found.candidate_id or ""),
        where=tuple(rooms),
        icon="door-open",
    )


def _of_nobody_present(book: RoomBook, sitting: SittingRecord) -> RedScreen:
    if sitting.attendance is Attendance.EXPECTED:
        return RedScreen(
            fault=ScriptFault.NOT_SET,
            wrong=_("Nobody recorded this candidate as present or absent."),
            advice=_("Ask who sat there, set the register, then scan the script again."),
            who=book.who(sitting),
            icon="account-question-outline",
        )
    return RedScreen(
        fault=ScriptFault.NOT_PRESENT,
        wrong=_("The register says {state}, but here is a script.").format(state=_(sitting.attendance.value)),
        advice=_("Keep it apart and correct the register."),
        who=book.who(sitting),
        icon="account-off-outline",
    )
