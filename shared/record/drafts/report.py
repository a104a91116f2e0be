"""A draft as a report is filled in: titled sections of fields, the same on a page and on paper."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.plan.days import day_in_words
from shared.record.drafts.malpractice import M1Draft, M2Draft
from shared.record.drafts.particulars import Particulars, Person
from shared.record.drafts.special_consideration import SpecialConsiderationDraft
from shared.record.drafts.very_late import VeryLateDraft

Draft = M1Draft | M2Draft | SpecialConsiderationDraft | VeryLateDraft
HALVES = {"AM": "morning", "PM": "afternoon"}


class ReportField(Struct, frozen=True, kw_only=True):
    """One field of the form; an empty ``value`` is for the officer to fill in."""

    label: str
    value: str


class ReportSection(Struct, frozen=True, kw_only=True):
    """Fields that stand together."""

    title: str
    fields: tuple[ReportField, ...]


class Report(Struct, frozen=True, kw_only=True):
    """The whole report; ``due`` is its last day, None where it goes at once or has none."""

    title: str
    sections: tuple[ReportSection, ...]
    due: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What nobody recorded, by its label."""
        return tuple(f.label for s in self.sections for f in s.fields if not f.value)


def report_of(draft: Draft, time_zone: str) -> Report:
    """The draft in fields, with times as the clock on the centre's wall shows them."""
    write = _Writer(time_zone)
    match draft:
        case M1Draft():
            return write.m1(draft)
        case M2Draft():
            return write.m2(draft)
        case VeryLateDraft():
            return write.very_late(draft)
        case SpecialConsiderationDraft():
            return write.special_consideration(draft)


class _Writer:
    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)

    def m1(self, d: M1Draft) -> Report:
        facts = d.facts
        about = (
            ("What it looked like", d.type),
            ("When", self._moment(d.when)),
            ("How it was noticed", d.how),
            ("What happened", _lines(d.accounts)),
            ("What was done", d.action),
            ("What was taken, and where it is kept", d.item_kept),
            ("What the candidate said", d.candidate_said),
        )
        rules = (
            ("Warning to Candidates displayed outside the room", _yes(facts.warning_displayed)),
            ("Information for Candidates issued", _yes(facts.information_issued)),
            ("Candidates reminded of the regulations at the start", _yes(facts.candidates_reminded)),
        )
        people = (
            ("Candidates", _people(d.candidates)),
            ("Invigilators", _people(d.invigilators)),
            ("Witnesses", _people(d.witnesses)),
        )
        sections = (self._head(d.head), _section("People", people), _section("The incident", about))
        title = "Suspected malpractice by candidates (M1)"
        return Report(title=title, sections=(*sections, _section("This very sitting", rules)), due=d.due)

    def m2(self, d: M2Draft) -> Report:
        about = (
            ("Staff concerned, with position", _people(d.staff)),
            ("Date reported", day_in_words(d.reported_on)),
            ("When it happened", self._moment(d.when)),
            ("Description", _lines(d.description)),
            ("Advantage or disadvantage to candidates", d.effect),
            ("What the centre will do", d.planned_steps),
        )
        title = "Suspected malpractice or maladministration by staff (M2)"
        return Report(title=title, sections=(self._head(d.head), _section("The incident", about)))

    def very_late(self, d: VeryLateDraft) -> Report:
        times = (
            ("Candidate arrived", self._clock(d.arrived_at)),
            ("Under staff supervision from", self._clock(d.supervised_from)),
            ("Centre's actual start", self._clock(d.centre_started)),
            ("Centre's actual finish", self._clock(d.centre_finished)),
            ("Candidate's start", self._clock(d.candidate_started)),
            ("Candidate's finish", self._clock(d.candidate_finished)),
        )
        about = (
            ("Reason given", d.reason),
            ("How the candidate travelled", d.travel),
            ("Warned that the script may be refused", "yes" if d.warned_may_be_refused else ""),
        )
        who = (("Candidate", _people((d.candidate,))),)
        title = "Very late arrival"
        sections = (self._head(d.head), _section("Candidate", who), _section("Times", times))
        return Report(title=title, sections=(*sections, _section("Circumstances", about)), due=d.due)

    def special_consideration(self, d: SpecialConsiderationDraft) -> Report:
        about = (
            ("Reason", d.reason),
            ("Began", self._moment(d.began)),
            ("Ended", self._clock(d.ended)),
            ("Minutes of writing lost", d.minutes_lost),
            ("What happened", _lines(d.description)),
            ("Candidates affected", _people(d.candidates)),
        )
        title = "Special consideration: candidates affected"
        return Report(title=title, sections=(self._head(d.head), _section("The event", about)), due=d.due)

    def _head(self, head: Particulars) -> ReportSection:
        papers = _lines(f"{p.board} {p.component} {p.title}".strip() for p in head.papers)
        fields = (
            ("Centre", f"{head.centre_number} {head.centre_name}"),
            ("Head of centre, contact", head.head_contact),
            ("Awarding body", ", ".join(dict.fromkeys(p.board for p in head.papers))),
            (
                "Qualification",
                ", ".join(dict.fromkeys(p.qualification for p in head.papers if p.qualification)),
            ),
            ("Series", ", ".join(dict.fromkeys(p.series for p in head.papers if p.series))),
            ("Component", papers),
            ("Date and session", f"{day_in_words(head.day)}, {HALVES[head.half]}"),
        )
        return _section("Centre and paper", fields)

    def _moment(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return f"{day_in_words(local.date())}, {local:%H:%M}"

    def _clock(self, at: datetime | None) -> str:
        return at.astimezone(self._zone).strftime("%H:%M") if at else ""


def _section(title: str, fields: Iterable[tuple[str, str]]) -> ReportSection:
    return ReportSection(title=title, fields=tuple(ReportField(label=n, value=v) for n, v in fields))


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))


def _people(people: Iterable[Person]) -> str:
    told = (f"{p.number} {p.name}".strip() + (f", {p.role}" if p.role else "") for p in people)
    return _lines(told)


def _yes(fact: bool | None) -> str:
    """What nobody confirmed is not known, which is not a no."""
    return "" if fact is None else "yes" if fact else "no"
