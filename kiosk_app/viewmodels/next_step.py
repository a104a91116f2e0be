"""The one line under the top bar: what to do next, and where."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _, counted, sentence
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.closing import SignViewModel
from kiosk_app.viewmodels.collect import CollectViewModel
from kiosk_app.viewmodels.exam import ExamViewModel
from kiosk_app.viewmodels.finish_times import FinishesViewModel
from kiosk_app.viewmodels.packets import Packet
from kiosk_app.viewmodels.register import RegisterViewModel


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, the word on its button, and the section the button opens; no button without a word."""

    text: str
    button: str = ""
    section: str = "register"


@dataclass(frozen=True, slots=True)
class Progress:
    """What the next step is found from."""

    book: RoomBook
    register: RegisterViewModel
    exam: ExamViewModel
    finishes: FinishesViewModel
    collect: CollectViewModel
    sign: SignViewModel


def next_step(at: Progress) -> NextStep:
    """The first thing that is not done yet, in the order of an exam morning."""
    if at.sign.is_closed:
        if at.book.room.handed_over is not None:
            return NextStep(_("The room is closed and its pack is handed over. Thank you."))
        text = _("The room is closed. Take scripts, register and tablet to the exams office.")
        return NextStep(text, _("Hand over"), "pack")
    if at.exam.stopped:
        return NextStep(_("The clock stands still: resume when writing goes on."), _("Resume"), "exam")
    return _before(at) or _running(at) or _after(at)


def _before(at: Progress) -> NextStep | None:
    room, exam = at.book.room, at.exam
    if not room.on_duty:
        return NextStep(_("Sign in who invigilates here."), _("Sign in"), "exam")
    if not at.book.papers:
        return NextStep(_("Nobody is planned for this room."))
    if room.started_at and not exam.waiting:
        return None
    if exam.checklist_open:
        lines = exam.checklist_open
        text = counted("Confirm {n} line of the checklist.", "Confirm {n} lines of the checklist.", lines)
        return NextStep(text, _("Checklist"), "exam")
    packet = exam.packets.step
    if packet is not None:
        return NextStep(_packet(packet), _("Packet"), "exam")
    due = min(p.published_start for p in at.book.papers if p.id in exam.waiting) if exam.waiting else None
    if due and (at.book.desk.now() >= due or not at.register.not_set):
        if exam.script_open:
            lines = exam.script_open
            text = counted("Read out {n} line of the script.", "Read out {n} lines of the script.", lines)
            return NextStep(text, _("Script"), "exam")
        return NextStep(
            _("Start the exam: published {time}.").format(time=at.book.clock(due)), _("Start"), "exam"
        )
    return _take_register(at)


def _packet(packet: Packet) -> str:
    if packet.may_open:
        return _("Open the packet of {code}.").format(code=packet.code)
    if packet.mismatch and not packet.checked_by:
        return _("Wrong packet for {code}: keep it closed, call the officer.").format(code=packet.code)
    who = _("a second person checks") if packet.checked_by else _("two people check")
    return sentence(f"{who} {packet.code}.")


def _running(at: Progress) -> NextStep | None:
    told = at.finishes.due_warning
    if told is not None and at.exam.running:
        people = counted("Tell {n} candidate", "Tell {n} candidates", len(told.people))
        text = _("{people}: {minutes} minutes left.").format(people=people, minutes=told.clock.minutes_left)
        return NextStep(text, _("Clocks"), "exam")
    if at.register.not_set:
        return _take_register(at)
    open_ones = at.register.filter_counts["attention"]
    if not at.exam.running:
        return None
    if open_ones:
        text = counted("Settle {n} candidate.", "Settle {n} candidates.", open_ones)
        return NextStep(text, _("Show"), "register")
    clocks = [c for c in at.exam.clocks if c.component in at.exam.running]
    ends = max([c.finish for c in clocks] + [own.at for c in clocks for own in c.own])
    if at.book.desk.now() >= ends:
        return NextStep(_("The time is over: finish the exam."), _("Finish"), "exam")
    return NextStep(
        _("The last candidate finishes at {time}.").format(time=at.book.clock(ends)), _("Clocks"), "exam"
    )


def _after(at: Progress) -> NextStep:
    missing = len(at.collect.missing)
    if missing:
        text = counted("Collect {n} script.", "Collect {n} scripts.", missing)
        return NextStep(text, _("Collect"), "collect")
    if any(p.counted is None for p in at.collect.piles if p.expected):
        return NextStep(_("Count the pile by hand."), _("Count"), "collect")
    if at.sign.missing:
        text = counted("{n} thing before signing.", "{n} things before signing.", len(at.sign.missing))
        return NextStep(text, _("Show"), "sign")
    if not at.sign.is_signed:
        return NextStep(_("Two people sign the register."), _("Sign"), "sign")
    return NextStep(_("Close the room."), _("Close"), "sign")


def _take_register(at: Progress) -> NextStep:
    text = counted("Take the register: {n} not set.", "Take the register: {n} not set.", at.register.not_set)
    return NextStep(text, _("Scan"), "scan")
