"""Figures as charts and tables, the same on a page, on paper and in a file; every chart has its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from hub.after.period_statistics import MinuteBeforeStart, PeriodStatistics, Span
from hub.after.statistics import Attended
from shared.plan.days import session_in_words


class Bar(Struct, frozen=True, kw_only=True):
    """One bar; ``short`` is what stands under an upright one, empty where every one can't be told."""

    label: str
    value: int
    short: str = ""


class Chart(Struct, frozen=True, kw_only=True):
    """Bars of one thing; upright for a course in time. A line stands before the bar ``mark``."""

    title: str
    about: str
    bars: tuple[Bar, ...]
    upright: bool = False
    mark: int | None = None
    mark_words: str = ""


class Grid(Struct, frozen=True, kw_only=True):
    """A table: headings, and rows of words and numbers; numbers stand to the right."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    empty: str = ""


class Figures(Struct, frozen=True, kw_only=True):
    """Everything that is told of a period."""

    name: str
    tiles: tuple[tuple[str, str], ...]
    charts: tuple[Chart, ...]
    grids: tuple[Grid, ...]
    notes: tuple[str, ...]


ATTENDED = (
    "Entered",
    "Present",
    "Late",
    "Very late",
    "Absent",
    "Withdrawn",
    "Transferred",
    "Not on a list",
    "Not set",
)
MOST_LABELS = 12


def figures_of(told: PeriodStatistics) -> Figures:
    """The period as it is shown."""
    attended = told.attended
    return Figures(
        name=told.name,
        tiles=(
            ("attendance", percent_words(attended)),
            ("present", str(attended.present)),
            ("late", str(attended.late)),
            ("absent", str(attended.absent)),
            ("incidents", str(sum(n for _, n in told.incidents))),
            ("open questions", str(told.open_questions)),
        ),
        charts=tuple(chart for chart in _charts(told) if any(bar.value for bar in chart.bars)),
        grids=tuple(_grids(told)),
        notes=tuple(_notes(told)),
    )


def percent_words(attended: Attended) -> str:
    """``97.4 %``; a dash where nobody was due."""
    return "–" if attended.percent is None else f"{attended.percent:.1f} %"


def _charts(told: PeriodStatistics) -> Iterable[Chart]:
    attended = told.attended
    yield Chart(
        title="Attendance",
        about="Sittings by how they ended. Late holds the very late, too.",
        bars=(
            Bar(label="On time", value=attended.present - attended.late),
            Bar(label="Late", value=attended.late),
            Bar(label="Absent", value=attended.absent),
            Bar(label="Withdrawn", value=attended.withdrawn),
            Bar(label="Transferred", value=attended.transferred),
            Bar(label="Not set", value=attended.undecided),
        ),
    )
    yield _check_in_chart(told.check_in)
    yield Chart(
        title="Incidents by type",
        about="Every incident that was recorded, the restricted ones counted but not told.",
        bars=tuple(Bar(label=words(kind), value=n) for kind, n in told.incidents),
    )
    yield Chart(
        title="Present by room",
        about="Sittings present in each room.",
        bars=tuple(Bar(label=room.name, value=room.attended.present) for room in told.rooms),
    )


def _check_in_chart(minutes: Sequence[MinuteBeforeStart]) -> Chart:
    """Minutes without a check-in stand as gaps, so that the course is true; far ones are cut off and said."""
    known = {m.minute: m.checked_in for m in minutes}
    near = [m for m in known if -60 <= m <= 60]
    # The start is always shown: it is what the minutes are told from.
    span = range(min(*near, 0), max(*near, 0) + 1) if near else range(0)
    step = max(1, -(-len(span) // MOST_LABELS))
    bars = tuple(
        Bar(
            label=minute_words(m),
            value=known.get(m, 0),
            short=f"{m:+d}" if m % step == 0 and m else str(m) if m == 0 else "",
        )
        for m in span
    )
    cut = sum(n for m, n in known.items() if m not in span)
    more = f" {cut} more than an hour away {'is' if cut == 1 else 'are'} left out." if cut else ""
    return Chart(
        title="Check-in by the minute",
        about="Minutes from the published start; each sitting by its first mark." + more,
        bars=bars,
        upright=True,
        mark=list(span).index(0) if 0 in span else None,
        mark_words="start",
    )


def _grids(told: PeriodStatistics) -> Iterable[Grid]:
    several = told.span is not Span.SESSION
    if several:
        yield Grid(
            title="Sessions",
            headings=("Session", *ATTENDED, "Incidents", "Questions"),
            rows=tuple(
                (session_in_words(s.session), *_attended(s.attended), s.incidents, s.questions)
                for s in told.sessions
            ),
        )
    yield _papers_grid(told, several=several)
    yield _rooms_grid(told, several=several)
    yield Grid(
        title="Check-in",
        headings=("Minute", "Checked in"),
        rows=tuple((minute_words(m.minute), m.checked_in) for m in told.check_in),
        empty="Nobody was marked present.",
    )
    yield Grid(
        title="Incidents",
        headings=("Type", "Number"),
        rows=tuple((words(kind), n) for kind, n in told.incidents),
        empty="No incident was recorded.",
    )
    yield Grid(
        title="Calls for help",
        headings=("Type", "Number"),
        rows=tuple((words(kind), n) for kind, n in told.calls),
        empty="Nobody called for help.",
    )


def _papers_grid(told: PeriodStatistics, *, several: bool) -> Grid:
    return Grid(
        title="Papers",
        headings=(*(("Session",) if several else ()), "Paper", *ATTENDED, "Attendance"),
        rows=tuple(
            (
                *((session,) if several else ()),
                f"{paper.code} {paper.title}",
                *_attended(paper.attended),
                percent_words(paper.attended),
            )
            for session, paper in told.papers
        ),
        empty="No paper is on the plan.",
    )


def _rooms_grid(told: PeriodStatistics, *, several: bool) -> Grid:
    return Grid(
        title="Rooms",
        headings=(
            "Room",
            *(("Sessions",) if several else ()),
            *ATTENDED,
            "Incidents",
            "Calls",
            "Minutes stopped",
        ),
        rows=tuple(
            (
                room.name,
                *((room.used,) if several else ()),
                *_attended(room.attended),
                room.incidents,
                room.calls,
                room.stopped,
            )
            for room in told.rooms
        ),
        empty="No room was used.",
    )


def _notes(told: PeriodStatistics) -> Iterable[str]:
    if told.seconds is not None:
        seconds, tablets = (
            f"{told.seconds:.0f} seconds",
            f"{told.tablets} tablet{'' if told.tablets == 1 else 's'}",
        )
        yield f"From one check-in of a tablet to its next: {seconds} (the median), on {tablets}."
    if told.from_paper:
        yield f"{told.from_paper} of those present were keyed in from paper: they have no minute of check-in."
    if told.busiest is not None:
        yield f"Busiest minute: {minute_words(told.busiest.minute)}, {told.busiest.checked_in} check-ins."
    if told.answered_after_seconds is not None:
        yield f"A call for help was answered after {told.answered_after_seconds / 60:.0f} min (the median)."
    if told.corrections:
        entries = "entry" if told.corrections == 1 else "entries"
        yield f"{told.corrections} {entries} of the register corrected, each with its reason on record."
    if told.has_small_numbers:
        yield "Counts below 5 may point to one person: keep these figures inside the centre."


def _attended(a: Attended) -> tuple[int, ...]:
    return (
        a.entered,
        a.present,
        a.late,
        a.very_late,
        a.absent,
        a.withdrawn,
        a.transferred,
        a.unlisted,
        a.undecided,
    )


def minute_words(minute: int) -> str:
    """``5 min before``, ``start``, ``12 min after``."""
    if minute == 0:
        return "start"
    return f"{abs(minute)} min {'before' if minute < 0 else 'after'}"


def words(kind: str) -> str:
    """``Wrong paper`` from ``wrong_paper``."""
    return kind.replace("_", " ").capitalize()
