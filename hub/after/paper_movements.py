"""From paper: who left the room, rest breaks, and when writing stopped (rules 26, 29 and 30).

Decision 26 holds here too: what paper says stands beside what a tablet recorded. Where both have the same
minute nothing is written twice; where they overlap the page says what the record has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final, cast

from hub.after.paper_lines import clock_words
from hub.after.paper_plan import PaperFact, Verdict
from hub.after.paper_reading import LONGEST_NAME, LONGEST_TEXT, Reading
from hub.after.paper_sheet import OUT_KINDS, STOP_KINDS, TypedOuting, TypedSheet, TypedStop
from shared.ids import CandidateId, RoomId
from shared.plan.pack import SessionPack
from shared.record.events import KnownEvent
from shared.record.events import candidate as ev
from shared.record.events import room as room_ev
from shared.record.facts import Fact
from shared.record.register import Register

REST: Final = "rest_break"
Event = type[KnownEvent]


class Movements:
    """The lines of the form *Left the room* of one room, held against the record."""

    def __init__(
        self,
        room: RoomId,
        pack: SessionPack,
        register: Register,
        facts: Sequence[Fact],
        reading: Reading,
    ) -> None:
        self._room, self._pack, self._reading = room, pack, reading
        numbers = {c.id: c.number for c in pack.candidates}
        self._here = {
            (numbers.get(s.candidate_id) if s.listed else "") or s.unlisted_number: s.candidate_id
            for s in register.sittings
            if room in (s.place, s.planned_room)
        }
        self._facts = [f for f in facts if f.envelope.room == room]

    def facts(self, sheet: TypedSheet) -> Iterator[PaperFact]:
        for number, outing in enumerate(sheet.outings):
            if any(text.strip() for text in (outing.number, outing.left, outing.back)):
                yield from self._outing(outing, f"outing-{number}")
        for number, stop in enumerate(sheet.stops):
            if any(text.strip() for text in (stop.began, stop.ended, stop.note)):
                yield from self._stop(stop, f"stop-{number}")

    def _outing(self, outing: TypedOuting, field: str) -> Iterator[PaperFact]:
        number = outing.number.strip()
        who = self._here.get(number)
        if not number or who is None:
            self._reading.fault(field, f"Nobody with the number {number or '(none)'} sits in this room.")
            return
        if outing.kind not in OUT_KINDS:
            self._reading.fault(field, f"{outing.kind!r} is none of {', '.join(OUT_KINDS)}.")
            return
        times = self._times(outing.left, outing.back, field, number, "left", "was back")
        if times is None:
            return
        escort = self._reading.text(" ".join(outing.escort.split()), field, "A name", LONGEST_NAME)
        out: KnownEvent
        back: KnownEvent
        if outing.kind == REST:
            out, back = ev.RestBreakStarted(candidate_id=who), ev.RestBreakEnded(candidate_id=who)
            words = ("rest break began", "rest break ended")
        else:
            if not escort:
                self._reading.fault(field, f"{number}: nobody leaves alone. Type who went along.")
                return
            purpose = cast("ev.Purpose", outing.kind)
            out = ev.CandidateLeftRoom(candidate_id=who, escort=escort, purpose=purpose)
            back = ev.CandidateReturned(candidate_id=who)
            words = (f"left the room ({outing.kind}), with {escort}", "came back")
        name = self._label(who, number)
        yield from self._pair((out, back), times, name, words, lambda f: _is_about(f, who))

    def _stop(self, stop: TypedStop, field: str) -> Iterator[PaperFact]:
        if stop.kind not in STOP_KINDS:
            self._reading.fault(field, f"{stop.kind!r} is none of {', '.join(STOP_KINDS)}.")
            return
        times = self._times(stop.began, stop.ended, field, "Writing", "stopped", "went on")
        if times is None:
            return
        note = self._reading.text(stop.note, field, "A note", LONGEST_TEXT)
        reason = cast("room_ev.StopReason", stop.kind)
        pair = (room_ev.ClockStopped(reason=reason, note=note), room_ev.ClockResumed())
        words = (f"writing stopped ({stop.kind})", "writing went on")
        yield from self._pair(pair, times, "Room", words, lambda _: True)

    def _times(
        self, begins: str, ends: str, field: str, who: str, began: str, ended: str
    ) -> tuple[datetime, datetime | None] | None:
        """Both times; None with a fault where they can't be used. Without an end it goes on."""
        first = self._reading.clock(begins, field, f"{who} {began} at")
        last = self._reading.clock(ends, field, f"{who} {ended} at")
        if first is None:
            self._reading.faults.setdefault(field, f"{who}: type the time at which it began.")
            return None
        if last is not None and last <= first:
            self._reading.fault(field, f"{who} {ended} before: the second time is not after the first.")
            return None
        return first, last

    def _pair(
        self,
        events: tuple[KnownEvent, KnownEvent],
        times: tuple[datetime, datetime | None],
        about: str,
        words: tuple[str, str],
        concerns: Callable[[Fact], bool],
    ) -> Iterator[PaperFact]:
        """Beginning and end, each as it stands to the record."""
        recorded = [
            f
            for f in self._facts
            if isinstance(f.envelope.event, (type(events[0]), type(events[1]))) and concerns(f)
        ]
        beside = self._beside(recorded, type(events[0]), times)
        for event, at, says in zip(events, times, words, strict=True):
            if at is None:
                continue
            same = next((f for f in recorded if _same_minute(f, event, at, self._pack)), None)
            verdict = Verdict.BESIDE if beside else Verdict.NEW
            if same is not None:
                verdict = Verdict.KEYED_IN if same.is_from_paper else Verdict.AGREES
            note = beside if verdict is Verdict.BESIDE else ""
            yield PaperFact(event=event, at=at, about=about, says=says, verdict=verdict, note=note)

    def _beside(
        self, recorded: Sequence[Fact], begins: Event, times: tuple[datetime, datetime | None]
    ) -> str:
        """What the record has in the same time, in words; empty where it has nothing."""
        first, last = times
        spans: list[tuple[datetime, datetime | None]] = []
        for fact in sorted(recorded, key=lambda f: f.at):
            if isinstance(fact.envelope.event, begins):
                spans.append((fact.at, None))
            elif spans and spans[-1][1] is None:
                spans[-1] = (spans[-1][0], fact.at)
        for began, ended in spans:
            if (last is None or began <= last) and (ended is None or ended >= first):
                until = f" to {clock_words(ended, self._pack)}" if ended else ", without an end"
                return f"the record has {clock_words(began, self._pack)}{until}"
        return ""

    def _label(self, who: CandidateId, number: str) -> str:
        known = self._pack.candidate(who)
        return f"{number} {known.register_name}" if known else number


def _is_about(fact: Fact, who: CandidateId) -> bool:
    return getattr(fact.envelope.event, "candidate_id", None) == who


def _same_minute(fact: Fact, event: KnownEvent, at: datetime, pack: SessionPack) -> bool:
    same_kind = type(fact.envelope.event) is type(event)
    return same_kind and clock_words(fact.at, pack) == clock_words(at, pack)
