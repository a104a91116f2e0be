"""How each document of the catalogue is drawn from a pack, a register and what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from hub.printing.folder import PrintError
from printables import (
    component_register,
    dispatch_manifest,
    envelope_covers,
    incident_log,
    name_tags,
    room_register,
    seat_tags,
    seating_plan,
)
from printables.before import (
    candidate_timetable,
    delivery_log,
    desk_cards,
    door_list,
    enrolment_sheet,
    invigilator_sign_in,
    packet_sign_out,
    room_schedule,
)
from printables.before.enrolment_sheet import HubPlace
from printables.during import incident_form, room_pack, room_script
from printables.imprint import Imprint
from printables.label_sheets import DEFAULT_SHEET, SheetOptions, calibration_page
from shared.ids import CandidateId, ComponentId, RoomId, SessionId
from shared.plan.pack import SessionPack
from shared.protocol.signing import SigningKey
from shared.record.facts import Fact
from shared.record.register import Register


class Choice(Struct, frozen=True, kw_only=True):
    """What of a document is wanted, and how; nothing chosen is everything.

    ``rooms``, ``component``, ``numbers`` (of candidates) and ``consignment_id`` narrow it down.
    ``start_label`` counts for the first label sheet only; ``right_mm`` and ``down_mm`` shift labels against a
    printer that draws sheets in. ``restricted`` is for the officer's own file.
    """

    rooms: tuple[RoomId, ...] = ()
    component: ComponentId | None = None
    numbers: tuple[str, ...] = ()
    consignment_id: str | None = None
    sheet: str = DEFAULT_SHEET
    start_label: int = 1
    crop_marks: bool = False
    right_mm: float = 0.0
    down_mm: float = 0.0
    cards_per_page: int = 4
    restricted: bool = False


class Shop(Struct, frozen=True, kw_only=True):
    """What drawings need beside plan and register: keys, photos, other sessions, the hub's address, facts.

    ``label_key`` is the hub's own, ``journal`` gives its journal's length and the hash of its last row.
    """

    tag_key: SigningKey | None
    series: Callable[[], Sequence[SessionPack]]
    photo: Callable[[str], bytes | None]
    place: Callable[[], HubPlace | None]
    facts: Callable[[SessionId], Sequence[Fact]]
    label_key: SigningKey | None
    journal: Callable[[], tuple[int, str]]

    @property
    def key(self) -> SigningKey:
        if self.tag_key is None:
            raise PrintError("This site has no tag key yet. Start the hub once: it makes its keys.")
        return self.tag_key

    @property
    def hub(self) -> HubPlace:
        found = self.place()
        if found is None:
            raise PrintError("This site has no certificate authority yet. Start the hub once: it makes one.")
        return found


class Drawing(Struct, frozen=True, kw_only=True):
    """One file to draw; ``room`` is empty where the document is of no room."""

    pack: SessionPack
    register: Register | None
    imprint: Imprint
    choice: Choice
    shop: Shop
    room: RoomId = ""
    component: ComponentId | None = None
    start_label: int = 1

    @property
    def recorded(self) -> Register:
        """The register. Raises PrintError while nothing is recorded."""
        if self.register is None:
            raise PrintError("Nothing is recorded for this session yet, so there is nothing to print here.")
        return self.register

    @property
    def facts(self) -> Sequence[Fact]:
        """What the register was folded from: who recorded what, and when."""
        return self.shop.facts(self.pack.session.id)

    @property
    def packs(self) -> Sequence[SessionPack]:
        """Every session of the series; this one as it is printed."""
        others = [p for p in self.shop.series() if p.session.id != self.pack.session.id]
        return sorted([*others, self.pack], key=lambda p: p.session.id)

    @property
    def options(self) -> SheetOptions:
        """How label sheets are printed on this printer. Raises LabelError."""
        choice = self.choice
        return SheetOptions(crop_marks=choice.crop_marks, right_mm=choice.right_mm, down_mm=choice.down_mm)

    def candidates(self) -> tuple[CandidateId, ...]:
        """Who was chosen by number, or everybody of the session. Raises PrintError."""
        known = {c.number: c.id for c in self.pack.candidates}
        unknown = [number for number in self.choice.numbers if number not in known]
        if unknown:
            raise PrintError(f"{self.pack.session.id} has no candidate {', '.join(unknown)}.")
        return tuple(known[number] for number in self.choice.numbers or known)


def _seat_tags(d: Drawing) -> bytes:
    sheet, first = d.choice.sheet, d.start_label
    return seat_tags.draw(d.pack, d.room, d.shop.key, sheet=sheet, start_label=first, options=d.options)


def _name_tags(d: Drawing) -> bytes:
    sheet, first = d.choice.sheet, d.start_label
    return name_tags.draw(d.pack, d.shop.key, sheet=sheet, start_label=first, options=d.options)


def _desk_cards(d: Drawing) -> bytes:
    return desk_cards.draw(d.pack, d.room, d.imprint, d.shop.photo, per_page=d.choice.cards_per_page)


def _component_register(d: Drawing) -> bytes:
    return component_register.draw(d.pack, d.component or "", d.imprint, d.register)


def _manifest(d: Drawing) -> bytes:
    known = [c.consignment_id for c in d.recorded.consignments]
    wanted = d.choice.consignment_id
    if wanted is not None and wanted not in known:
        raise PrintError(f"There is no consignment {wanted!r} in {d.pack.session.id}.")
    return dispatch_manifest.draw(d.pack, d.recorded, d.imprint, consignment_id=wanted)


def _incident_log(d: Drawing) -> bytes:
    return incident_log.draw(d.pack, d.recorded, d.imprint, restricted=d.choice.restricted)


DRAW: Final[dict[str, Callable[[Drawing], bytes]]] = {
    "candidate-timetables": lambda d: candidate_timetable.draw(d.packs, d.candidates(), d.imprint),
    "room-schedule": lambda d: room_schedule.draw(d.packs, d.pack.centre, d.imprint),
    "delivery-log": lambda d: delivery_log.draw(d.packs, d.pack.centre, d.pack.rules, d.imprint),
    "enrolment-sheet": lambda d: enrolment_sheet.draw(d.pack, d.shop.hub, d.imprint),
    "name-tags": _name_tags,
    "seat-tags": _seat_tags,
    "calibration-page": lambda d: calibration_page(d.choice.sheet, d.options),
    "desk-cards": _desk_cards,
    "door-list": lambda d: door_list.draw(d.pack, d.room, d.imprint),
    "seating-plan": lambda d: seating_plan.draw(d.pack, d.room, d.imprint, d.register),
    "packet-sign-out": lambda d: packet_sign_out.draw(d.pack, d.imprint),
    "invigilator-sign-in": lambda d: invigilator_sign_in.draw(d.pack, d.imprint),
    "register": lambda d: room_register.draw(d.pack, d.room, d.imprint, d.register),
    "component-register": _component_register,
    "room-script": lambda d: room_script.draw(d.pack, d.room, d.imprint),
    "incident-form": lambda d: incident_form.draw(d.pack, d.room, d.imprint),
    "room-pack": lambda d: room_pack.draw(d.pack, d.room, d.imprint),
    "manifest": _manifest,
    "envelope-covers": lambda d: envelope_covers.draw(d.pack, d.recorded, d.imprint, component=d.component),
    "incident-log": _incident_log,
}
"""Each document of the catalogue."""
