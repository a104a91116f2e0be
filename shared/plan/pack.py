"""The session pack: everything a room needs to run a session with the hub off, frozen when published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec
from msgspec import Struct, field

from shared.canonical import canonical_json, digest
from shared.ids import CandidateId, ComponentId, InvigilatorId, RoomId
from shared.plan.candidates import Candidate
from shared.plan.centre import Centre, Invigilator, Room
from shared.plan.duties import Duty
from shared.plan.timetable import Session, Sitting, TimetabledComponent
from shared.rules.profile import RulesProfile

TagKeys = dict[int, str]
"""Key id → Ed25519 public key as base64url, for checking QR tags with the hub off."""


def _unpublished() -> str:
    return ""


class SessionPack(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One published version of one session's plan.

    ``content_hash`` of the published pack names the version on paper; a pack reduced by
    :meth:`for_rooms` keeps ``published_hash`` of the whole it was cut from. ``duties`` came later and is
    left out where empty, so that older packs keep their hash.
    """

    version: int
    published_at: datetime
    centre: Centre
    session: Session
    rooms: tuple[Room, ...]
    candidates: tuple[Candidate, ...]
    sittings: tuple[Sitting, ...]
    invigilators: tuple[Invigilator, ...]
    rules: RulesProfile
    tag_keys: TagKeys
    # Made by a function, so that it is written even where empty, as in packs of the first version.
    published_hash: str = field(default_factory=_unpublished)
    duties: tuple[Duty, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of the pack's canonical JSON without the hash field itself and without PINs.

        PINs open a tablet and are no part of the plan; left out, a pack that leaves the house as
        evidence can be checked although it carries none.
        """
        plan = msgspec.structs.replace(self.without_pins(), published_hash="")
        return digest(canonical_json(msgspec.to_builtins(plan, str_keys=True)))

    def candidate(self, wanted: CandidateId) -> Candidate | None:
        """The candidate with this identifier, or None."""
        return next((c for c in self.candidates if c.id == wanted), None)

    def room(self, wanted: RoomId) -> Room | None:
        """The room with this identifier, or None."""
        return next((r for r in self.rooms if r.id == wanted), None)

    def invigilator(self, wanted: InvigilatorId) -> Invigilator | None:
        """The invigilator with this identifier, or None."""
        return next((i for i in self.invigilators if i.id == wanted), None)

    def component(self, wanted: ComponentId) -> TimetabledComponent | None:
        """The timetabled component with this identifier, or None."""
        return self.session.component(wanted)

    def sittings_in(self, room: RoomId) -> tuple[Sitting, ...]:
        """Planned sittings of one room in candidate-number order."""
        numbers = {c.id: c.number for c in self.candidates}
        here = [s for s in self.sittings if s.room_id == room]
        return tuple(sorted(here, key=lambda s: (numbers.get(s.candidate_id, ""), s.component_id)))

    def sittings_of(self, candidate: CandidateId) -> tuple[Sitting, ...]:
        """Every sitting of one candidate in this session (more than one where papers clash)."""
        return tuple(s for s in self.sittings if s.candidate_id == candidate)

    def components_in(self, room: RoomId) -> tuple[TimetabledComponent, ...]:
        """The components sat in one room, in timetable order."""
        here = {s.component_id for s in self.sittings if s.room_id == room}
        return tuple(c for c in self.session.components if c.id in here)

    def duties_in(self, room: RoomId) -> tuple[Duty, ...]:
        """Who is expected in one room, earliest first."""
        return tuple(duty for duty in self.duties if duty.room_id == room)

    def without_pins(self) -> SessionPack:
        """The same plan, with which nobody can sign in."""
        return msgspec.structs.replace(
            self,
            invigilators=tuple(
                msgspec.structs.replace(person, pin_salt="", pin_hash="") for person in self.invigilators
            ),
        )

    def for_rooms(self, rooms: Iterable[RoomId], also: Iterable[CandidateId] = ()) -> SessionPack:
        """The pack as a tablet of ``rooms`` may hold it.

        Every sitting stays, so that a tablet can tell that a candidate already sits elsewhere with
        the hub off; names, numbers, photos and arrangements stay only for candidates of these rooms,
        and for those who came there ``also``, whatever the plan says.
        """
        wanted = set(rooms)
        named = {s.candidate_id for s in self.sittings if s.room_id in wanted}.union(also)
        return msgspec.structs.replace(
            self,
            candidates=tuple(
                c if c.id in named else Candidate(id=c.id, tag_issue=c.tag_issue) for c in self.candidates
            ),
            published_hash=self.published_hash or self.content_hash,
        )
