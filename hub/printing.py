"""What the hub prints: documents of a session as PDFs in the site's print folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, get_args

from printables import (
    component_register,
    dispatch_manifest,
    envelope_covers,
    incident_log,
    name_tags,
    room_register,
    seat_tags,
    seating_plan,
    typeface,
)
from printables.component_register import UnknownComponentError
from printables.imprint import Imprint
from printables.label_sheets import DEFAULT_SHEET, LABEL_SHEETS, LabelError
from printables.seat_tags import UnknownTagKeyError
from printables.seating_plan import UnknownRoomError, find_room
from shared.canonical import GENESIS, digest
from shared.ids import CandidateId, ComponentId, RoomId, safe_file_name
from shared.plan.pack import SessionPack
from shared.protocol.signing import SigningKey, VerifyKey
from shared.record.register import Register

What = Literal[
    "seat-tags",
    "name-tags",
    "seating-plan",
    "register",
    "component-register",
    "manifest",
    "envelope-covers",
    "incident-log",
    "all",
]
DOCUMENTS: Final[tuple[str, ...]] = get_args(What)
BEFORE: Final[tuple[What, ...]] = ("seat-tags", "seating-plan", "register")
AFTER: Final[tuple[What, ...]] = (
    "seating-plan",
    "register",
    "component-register",
    "manifest",
    "envelope-covers",
    "incident-log",
)
SHEETS: Final[tuple[str, ...]] = tuple(LABEL_SHEETS)


class PrintError(Exception):
    """Something can't be printed; the text says what, and what to do."""


class Printing:
    """Writes documents into ``folder``, each whole or not at all, and says where they are.

    ``tag_key`` signs tags; None where tags can't be printed. ``journal_head`` gives the row hash of the
    journal's last row; it stands with the fingerprint of ``hub_key`` on every sheet that shows the record.
    """

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime],
        tag_key: SigningKey | None = None,
        hub_key: VerifyKey | None = None,
        journal_head: Callable[[], str] = lambda: GENESIS,
    ) -> None:
        self._folder = folder
        self._now = now
        self._tag_key = tag_key
        self._hub_key = digest(hub_key.raw) if hub_key else ""
        self._journal_head = journal_head

    def make(
        self,
        what: str,
        pack: SessionPack,
        register: Register | None = None,
        *,
        room: RoomId | None = None,
        component: ComponentId | None = None,
        sheet: str = DEFAULT_SHEET,
        start_label: int = 1,
    ) -> tuple[Path, ...]:
        """Print ``what`` (one of DOCUMENTS); for every room or component in use where none is named.

        With a register, plans and registers show what was recorded. Raises PrintError.
        """
        rooms = (room,) if room else _rooms_in_use(pack, register)
        components = (component,) if component else tuple(c.id for c in pack.session.components)
        match what:
            case "seat-tags":
                first = {r: start_label if r == rooms[0] else 1 for r in rooms}
                return tuple(self.seat_tags(pack, r, sheet=sheet, start_label=first[r]) for r in rooms)
            case "name-tags":
                return (self.name_tags(pack, sheet=sheet, start_label=start_label),)
            case "seating-plan":
                return tuple(self.seating_plan(pack, r, register) for r in rooms)
            case "register":
                return tuple(self.register(pack, r, register) for r in rooms)
            case "component-register":
                return tuple(self.component_register(pack, c, register) for c in components)
            case "manifest":
                return (self.manifest(pack, _recorded(register)),)
            case "envelope-covers":
                return (self.envelope_covers(pack, _recorded(register), component),)
            case "incident-log":
                return (self.incident_log(pack, _recorded(register)),)
            case "all":
                wanted = BEFORE if register is None else AFTER
                return tuple(
                    path
                    for each in wanted
                    for path in self.make(each, pack, register, room=room, component=component, sheet=sheet)
                )
            case _:
                raise PrintError(f"{what!r} isn't a document. Choose one of {', '.join(DOCUMENTS)}.")

    def seat_tags(
        self,
        pack: SessionPack,
        room: RoomId,
        *,
        sheet: str = DEFAULT_SHEET,
        start_label: int = 1,
        only: Collection[CandidateId] | None = None,
    ) -> Path:
        """Signed seat tags of one room on a label sheet; ``only`` prints some again. Raises PrintError."""
        key = self._key()
        name = self._name(pack, "seat-tags", self._room(pack, room))
        return self._write(
            name,
            lambda: seat_tags.draw(pack, room, key, sheet=sheet, start_label=start_label, only=only),
        )

    def name_tags(self, pack: SessionPack, *, sheet: str = DEFAULT_SHEET, start_label: int = 1) -> Path:
        """Signed name tags of everybody in the pack. Raises PrintError."""
        key = self._key()
        return self._write(
            self._name(pack, "name-tags"),
            lambda: name_tags.draw(pack, key, sheet=sheet, start_label=start_label),
        )

    def seating_plan(self, pack: SessionPack, room: RoomId, register: Register | None = None) -> Path:
        """The plan of one room, or with a register how it really sat. Raises PrintError."""
        name = self._name(pack, "seating-plan", self._room(pack, room), recorded=register is not None)
        return self._write(
            name, lambda: seating_plan.draw(pack, room, self._imprint(pack, register), register)
        )

    def register(self, pack: SessionPack, room: RoomId, register: Register | None = None) -> Path:
        """The attendance register of one room, blank or as recorded. Raises PrintError."""
        name = self._name(pack, "register", self._room(pack, room), recorded=register is not None)
        return self._write(
            name, lambda: room_register.draw(pack, room, self._imprint(pack, register), register)
        )

    def component_register(
        self, pack: SessionPack, component: ComponentId, register: Register | None = None
    ) -> Path:
        """The register of one component across all rooms, blank or as recorded. Raises PrintError."""
        others = [c.id for c in pack.session.components]
        name = self._name(
            pack, "component-register", _distinct(component, others), recorded=register is not None
        )
        return self._write(
            name, lambda: component_register.draw(pack, component, self._imprint(pack, register), register)
        )

    def manifest(self, pack: SessionPack, register: Register, consignment_id: str | None = None) -> Path:
        """The dispatch manifest of all consignments, or of one. Raises PrintError."""
        known = [c.consignment_id for c in register.consignments]
        if consignment_id is not None and consignment_id not in known:
            raise PrintError(f"There is no consignment {consignment_id!r} in {pack.session.id}.")
        parts = (_distinct(consignment_id, known),) if consignment_id else ()
        return self._write(
            self._name(pack, "manifest", *parts),
            lambda: dispatch_manifest.draw(
                pack, register, self._imprint(pack, register), consignment_id=consignment_id
            ),
        )

    def envelope_covers(
        self, pack: SessionPack, register: Register, component: ComponentId | None = None
    ) -> Path:
        """A cover for every sealed script envelope, or for those of one component. Raises PrintError."""
        others = [c.id for c in pack.session.components]
        parts = (_distinct(component, others),) if component else ()
        return self._write(
            self._name(pack, "envelope-covers", *parts),
            lambda: envelope_covers.draw(pack, register, self._imprint(pack, register), component=component),
        )

    def incident_log(self, pack: SessionPack, register: Register, *, restricted: bool = False) -> Path:
        """The incident log; ``restricted`` only for the officer's own file. Raises PrintError."""
        return self._write(
            self._name(pack, "incident-log", *(("restricted",) if restricted else ())),
            lambda: incident_log.draw(pack, register, self._imprint(pack, register), restricted=restricted),
        )

    def unprintable(self, pack: SessionPack) -> dict[str, str]:
        """Candidate numbers whose name holds characters that no embedded font has, with these characters."""
        people = ((c.number, typeface.unprintable(c.register_name)) for c in pack.candidates)
        return {number: characters for number, characters in people if characters}

    def _key(self) -> SigningKey:
        if self._tag_key is None:
            raise PrintError("This site has no tag key yet. Start the hub once: it makes its keys.")
        return self._tag_key

    def _room(self, pack: SessionPack, room: RoomId) -> str:
        try:
            find_room(pack, room)
        except UnknownRoomError as error:
            raise PrintError(str(error)) from error
        return _distinct(room, [r.id for r in pack.rooms])

    def _name(self, pack: SessionPack, *parts: str, recorded: bool = False) -> str:
        stem = "_".join((pack.session.id, *parts, *(("recorded",) if recorded else ())))
        return f"{stem}_v{pack.version}.pdf"

    def _imprint(self, pack: SessionPack, register: Register | None) -> Imprint:
        head = self._journal_head() if register is not None else ""
        return Imprint(
            printed_at=self._now(), pack_version=pack.version, journal_head=head, hub_key=self._hub_key
        )

    def _write(self, name: str, draw: Callable[[], bytes]) -> Path:
        path = self._folder / name
        half_written = path.with_suffix(".part")
        try:
            data = draw()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with half_written.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            half_written.replace(path)
        except (LabelError, UnknownComponentError, UnknownRoomError, UnknownTagKeyError) as error:
            raise PrintError(str(error)) from error
        except OSError as error:
            half_written.unlink(missing_ok=True)
            raise PrintError(
                f"{path.name} can't be written: {error.strerror}. If it is open in a viewer, close it there; "
                "otherwise make room on the disk. Then print again."
            ) from error
        return path


def _recorded(register: Register | None) -> Register:
    if register is None:
        raise PrintError("Nothing is recorded for this session yet, so there is nothing to print here.")
    return register


def _rooms_in_use(pack: SessionPack, register: Register | None) -> tuple[RoomId, ...]:
    used = {s.room_id for s in pack.sittings}
    if register is not None:
        used |= {s.place for s in register.sittings}
    return tuple(r.id for r in pack.rooms if r.id in used)


def _distinct(value: str, others: Iterable[str]) -> str:
    """``value`` as part of a file name that no other of ``others`` shares."""
    name = safe_file_name(value)
    # Codes keep slashes and spaces: two may look the same once these are gone, or differ only in case.
    twins = [other for other in others if other != value and safe_file_name(other).lower() == name.lower()]
    return f"{name}-{digest(value)[:6]}" if twins else name
