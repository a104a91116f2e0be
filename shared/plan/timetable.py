"""Components, when they are sat, and the session that gathers them."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from shared.ids import CandidateId, ComponentId, Half, RoomId, SessionId, component_id, parse_session_id
from shared.plan.days import session_in_words


class Component(Struct, frozen=True, kw_only=True):
    """One paper of one awarding body; ``code`` is kept exactly as the board writes it."""

    board: str
    code: str
    title: str

    @property
    def id(self) -> ComponentId:
        """``board:code``."""
        return component_id(self.board, self.code)


class TimetabledComponent(Struct, frozen=True, kw_only=True):
    """A component with its published start (aware, in the centre's zone) and its length in minutes."""

    component: Component
    published_start: datetime
    minutes: int

    @property
    def id(self) -> ComponentId:
        """The component's identifier."""
        return self.component.id

    @property
    def published_finish(self) -> datetime:
        """When the exam ends for a candidate without extra time, had it started as published."""
        return add_elapsed(self.published_start, timedelta(minutes=self.minutes))


class Session(Struct, frozen=True, kw_only=True):
    """A morning or an afternoon of exams: everything that is sat in it."""

    id: SessionId
    components: tuple[TimetabledComponent, ...]

    @property
    def day(self) -> date:
        """The session's date."""
        return parse_session_id(self.id)[0]

    @property
    def half(self) -> Half:
        """``AM`` or ``PM``."""
        return parse_session_id(self.id)[1]

    @property
    def title(self) -> str:
        """As a person names it: ``Monday 3 June 2024, morning``."""
        return session_in_words(self.id)

    def component(self, wanted: ComponentId) -> TimetabledComponent | None:
        """The timetabled component with this identifier, or None."""
        return next((row for row in self.components if row.id == wanted), None)


def _undecided() -> None:
    return None


class Sitting(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One candidate's planned place for one component; room and seat may not be decided yet.

    ``from_centre`` is the centre that made the entry of a candidate who is transferred in (rule 23). It came
    later and is left out where empty, so that older packs keep their hash.
    """

    candidate_id: CandidateId
    component_id: ComponentId
    # Made by a function, so that they are written always, as in packs of the first version.
    room_id: RoomId | None = field(default_factory=_undecided)
    seat: str | None = field(default_factory=_undecided)
    from_centre: str = ""


def writing_minutes(minutes: int, extra_time_percent: int) -> int:
    """A candidate's own writing time; part minutes are rounded up in the candidate's favour."""
    return minutes + math.ceil(minutes * extra_time_percent / 100)


def half_of(start: datetime) -> Half:
    """Morning until noon by the clock on the wall, afternoon from then on."""
    return "AM" if start.hour < 12 else "PM"


def in_zone(day: date, hours: int, minutes: int, zone: str) -> datetime:
    """The moment at which the centre's wall clock shows this time on this day."""
    return datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(zone))


def add_elapsed(moment: datetime, span: timedelta) -> datetime:
    """``moment`` and then ``span`` of real time, shown in the same zone.

    Adding to a time in a zone moves the hands of the wall clock; where clocks change in between, that is an
    hour too much or too little.
    """
    return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)


def elapsed(since: datetime, until: datetime) -> timedelta:
    """The real time between two moments, whichever zones show them; negative where ``until`` is earlier."""
    return until.astimezone(UTC) - since.astimezone(UTC)
