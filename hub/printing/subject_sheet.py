"""The letter of a subject-access answer, drawn at once: it lies in no folder of printed documents."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hub.after.subject_access import SubjectAccess
from printables.after import subject_access
from printables.after.subject_access import Part
from printables.imprint import Imprint
from shared.plan.centre import Centre
from shared.plan.days import day_in_short, day_in_words, half_in_words, session_in_words


def subject_access_pdf(centre: Centre, answer: SubjectAccess, journal_head: str) -> bytes:
    """Everything of the answer in words and tables."""
    zone = ZoneInfo(answer.time_zone)

    def hm(moment: datetime | None) -> str:
        return moment.astimezone(zone).strftime("%H:%M") if moment else ""

    def when(session: str, moment: datetime) -> str:
        return f"{day_in_short(moment.astimezone(zone).date())}\n{hm(moment)}"

    made = day_in_words(answer.made_at.astimezone(zone).date())
    parts = (
        Part(
            title="You",
            about="",
            columns=(("What", 45), ("Says", 135)),
            rows=tuple((one.what, one.says) for one in answer.person),
            empty="Nothing beyond your sittings.",
        ),
        Part(
            title="Your papers",
            about="As the register of each exam has them.",
            columns=(("Paper", 50), ("Session", 36), ("Where", 34), ("Attendance", 34), ("Script", 40)),
            rows=tuple(
                (
                    f"{one.paper}\n{one.title}",
                    f"{day_in_short(one.day)}\n{half_in_words(one.session)}",
                    f"{one.room}\n{f'seat {one.seat}' if one.seat else ''}".strip(),
                    _lines(
                        one.attendance,
                        f"from {hm(one.arrived)}" if one.arrived else "",
                        one.lateness,
                        f"identity {one.identity}",
                        f"left {hm(one.finished)}" if one.finished else "",
                    ),
                    _lines(one.script, *one.corrections),
                )
                for one in answer.papers
            ),
            empty="No paper is kept here any more.",
        ),
        Part(
            title="What was recorded",
            about="Every record that is about you, the oldest first, with who made it.",
            columns=(("When", 30), ("Where and who", 44), ("What", 106)),
            rows=tuple(
                (when(line.session, line.at), _lines(line.place, line.recorded_by), line.what)
                for line in answer.record
            ),
            empty="Nothing was recorded.",
        ),
        Part(
            title="Incidents that name you",
            about="Other candidates' names and numbers were taken out.",
            columns=(("When", 30), ("Kind", 44), ("What", 106)),
            rows=tuple(
                (
                    when(one.session, one.at),
                    _lines(one.kind, one.room),
                    "The text is withheld. You may ask the exams officer why."
                    if one.withheld
                    else "\n".join(one.texts),
                )
                for one in answer.incidents
            ),
            empty="None.",
        ),
    )
    by = f"It was put together by {answer.made_by}."
    photo = " Your photo lies beside it." if answer.has_photo else ""
    opening = (
        f"This is what the exams system of {answer.centre} held about you on {made}. {by}",
        f"The same is in this folder as tables and as a file for programs.{photo}",
    )
    others = "Not in here: paper, back-ups, what awarding bodies hold, and other systems of the centre."
    wrong = "If something is wrong, tell the exams officer: a record is corrected beside what it said."
    closing = [f"{others} {wrong}"]
    if answer.gone:
        sessions = ", ".join(session_in_words(session) for session in answer.gone)
        closing.insert(0, f"Nothing is held any more of: {sessions}.")
    return subject_access.draw(
        centre,
        f"{answer.number} {answer.name}".strip(),
        made,
        opening,
        parts,
        closing,
        Imprint(printed_at=answer.made_at, pack_version=0, journal_head=journal_head),
    )


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
