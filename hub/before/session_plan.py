"""One session as the plan has it: who sits what, with which arrangements, and where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from hub.before.records import (
    ArrangementRecord,
    CandidateRecord,
    DutyRecord,
    EntryRecord,
    InvigilatorRecord,
    RoomRecord,
    SeatingRecord,
    TimetableRecord,
)
from hub.before.rota_times import expected_duties
from shared.ids import ComponentId, SessionId
from shared.plan.candidates import Arrangement, Candidate
from shared.plan.centre import Centre
from shared.plan.pack import SessionPack, TagKeys
from shared.plan.timetable import Session, Sitting
from shared.rules.profile import RulesProfile


class UnknownSessionError(LookupError):
    """The timetable has nothing in the session asked for; the text says what it has."""


class Timetabling(Struct, frozen=True, kw_only=True):
    """The timetable and the entries that stand; entries of withdrawn candidates do not."""

    timetable: tuple[TimetableRecord, ...]
    entries: tuple[EntryRecord, ...]
    candidates: Mapping[str, CandidateRecord]
    arrangements: tuple[ArrangementRecord, ...] = ()

    def sessions(self) -> tuple[SessionId, ...]:
        return tuple(sorted({row.session for row in self.timetable}))

    def components(self, session: SessionId) -> tuple[TimetableRecord, ...]:
        """The session's components by start and code. Raises UnknownSessionError when there are none."""
        here = [row for row in self.timetable if row.session == session]
        if not here:
            known = ", ".join(self.sessions()) or "no session at all"
            raise UnknownSessionError(f"The timetable has no component in {session}. It has: {known}.")
        return tuple(sorted(here, key=lambda row: (row.start_text, row.board, row.code)))

    def entered(self, session: SessionId) -> dict[str, tuple[ComponentId, ...]]:
        """Candidate number → the session's components they are entered for, in candidate-number order."""
        order = [row.key for row in self.components(session)]
        wanted = set(order)
        papers: dict[str, list[ComponentId]] = defaultdict(list)
        for entry in self.entries:
            candidate = self.candidates.get(entry.number)
            if entry.component_id in wanted and candidate is not None and not candidate.withdrawn:
                papers[entry.number].append(entry.component_id)
        return {number: tuple(sorted(papers[number], key=order.index)) for number in sorted(papers)}

    def by_session(self) -> dict[SessionId, Timetabling]:
        """The same, session by session, each with its own entries only: one pass for a whole series."""
        sessions = {row.key: row.session for row in self.timetable}
        entries: dict[SessionId, list[EntryRecord]] = defaultdict(list)
        for entry in self.entries:
            if entry.component_id in sessions:
                entries[sessions[entry.component_id]].append(entry)
        return {
            session: msgspec.structs.replace(self, entries=tuple(entries[session]))
            for session in self.sessions()
        }

    def extra_time(self) -> dict[str, int]:
        """Candidate number → percentage of extra time, for those who have some."""
        return {row.number: row.percent for row in self.arrangements if row.percent}


class SessionPlan(Struct, frozen=True, kw_only=True):
    """Everything a session's pack is drawn from."""

    session: SessionId
    timetabling: Timetabling
    rooms: tuple[RoomRecord, ...]
    invigilators: tuple[InvigilatorRecord, ...]
    seatings: tuple[SeatingRecord, ...]
    duties: tuple[DutyRecord, ...] = ()

    def sitting_candidates(self) -> tuple[Candidate, ...]:
        """Who is entered, with their arrangements, in candidate-number order."""
        granted: dict[str, list[Arrangement]] = defaultdict(list)
        for row in self.timetabling.arrangements:
            granted[row.number].append(row.arrangement)
        known = self.timetabling.candidates
        return tuple(
            known[number].with_arrangements(tuple(granted[number]))
            for number in self.timetabling.entered(self.session)
        )

    def unseated(self) -> tuple[tuple[str, ComponentId], ...]:
        """Candidate number and component of every entry that has no seat."""
        seated = {(s.number, s.component_id) for s in self.seatings}
        return tuple(
            (number, component)
            for number, components in self.timetabling.entered(self.session).items()
            for component in components
            if (number, component) not in seated
        )

    def sittings(self) -> tuple[Sitting, ...]:
        """Every entry with its seat where it has one; a seat nobody is entered for is left out."""
        places = {(s.number, s.component_id): s for s in self.seatings}
        rooms = {room.id for room in self.rooms}
        known = self.timetabling.candidates
        sittings = []
        for number, components in self.timetabling.entered(self.session).items():
            for component in components:
                place = places.get((number, component))
                here = place is not None and place.room_id in rooms
                sittings.append(
                    Sitting(
                        candidate_id=known[number].id,
                        component_id=component,
                        room_id=place.room_id if place is not None and here else None,
                        seat=place.seat if place is not None and here else None,
                        from_centre=known[number].from_centre,
                    )
                )
        return tuple(sittings)

    def draft_pack(
        self, *, centre: Centre, rules: RulesProfile, tag_keys: TagKeys, now: datetime
    ) -> SessionPack:
        sittings = self.sittings()
        used = {s.room_id for s in sittings}
        papers = tuple(row.in_zone(centre.time_zone) for row in self.timetabling.components(self.session))
        return SessionPack(
            version=0,
            published_at=now,
            centre=centre,
            session=Session(
                id=self.session,
                components=papers,
            ),
            rooms=tuple(record.room for record in self.rooms if record.id in used),
            candidates=self.sitting_candidates(),
            sittings=sittings,
            invigilators=tuple(record.invigilator for record in self.invigilators),
            rules=rules,
            tag_keys=tag_keys,
            duties=expected_duties(self.duties, sittings, papers, known={i.id for i in self.invigilators}),
        )
