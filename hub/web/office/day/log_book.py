"""The reception log book: deliveries of confidential material and whoever or whatever came (rule 7)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from hub.during.office import LIVE, SITE
from hub.web.office.acting import LONGEST_LINE, LONGEST_TEXT, SHORTEST_ANSWER, Acting, text_of
from hub.web.office.refusals import NotUsable
from shared.record.envelope import Source, Transcribed
from shared.record.events.office import LogBookEntryMade, PaperDeliveryLogged
from shared.record.facts import Fact

MOST_BOXES: Final = 999
OLDEST_PAPER: Final = timedelta(days=366)
SORTS: Final = ("Visitor came", "Visitor left", "Telephone call", "Keys", "Note")
NOTE: Final = "Note"
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class Paper(Struct, frozen=True, kw_only=True):
    """Where an entry stood on paper first: who signed it there, and when; all empty where it did not."""

    signed_by: str = ""
    day: str = ""
    at: str = ""


class LogLine(Struct, frozen=True, kw_only=True):
    """One line of the log book."""

    at: datetime
    sort: str
    text: str
    board: str
    boxes: int
    by: str
    note: str

    @property
    def is_delivery(self) -> bool:
        return self.boxes > 0

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every word stands somewhere in it."""
        told = f"{self.sort} {self.text} {self.board} {self.by} {self.note}".casefold()
        return all(word in told for word in words)


class LogBookActions(Acting):
    """Entries belong to the site, not to one session."""

    async def delivery(self, board: str, boxes: str, received_by: str, paper: Paper, *, actor: str) -> None:
        """A delivery arrived. Raises NotUsable."""
        if not boxes.strip().isdecimal() or not 1 <= int(boxes) <= MOST_BOXES:
            raise NotUsable(f"Say how many boxes or packets: a number from 1 to {MOST_BOXES}.")
        event = PaperDeliveryLogged(
            board=text_of(board, "the awarding body", most=LONGEST_LINE, least=1),
            boxes=int(boxes),
            received_by=text_of(received_by, "who received it", most=LONGEST_LINE, least=2),
        )
        await self._hub.office.record(SITE, event, actor=actor, source=self._source(paper))

    async def entry(self, sort: str, text: str, paper: Paper, *, actor: str) -> None:
        """Somebody came, or something is to be kept. Raises NotUsable."""
        if sort not in SORTS:
            raise NotUsable("Choose what sort of entry it is.")
        text = text_of(text, "what is to be kept", most=LONGEST_TEXT, least=SHORTEST_ANSWER)
        event = LogBookEntryMade(text=text if sort == NOTE else f"{sort}: {text}")
        await self._hub.office.record(SITE, event, actor=actor, source=self._source(paper))

    def _source(self, paper: Paper) -> Source:
        """Raises NotUsable where what stands on paper is told by half."""
        if not (paper.signed_by.strip() or paper.at.strip()):
            return LIVE
        signer = text_of(paper.signed_by, "who signed it on paper", most=LONGEST_LINE, least=2)
        now = self._hub.now()
        zone = ZoneInfo(self._hub.centre.time_zone)
        match = _TIME.fullmatch(paper.at.strip())
        try:
            day = date.fromisoformat(paper.day) if paper.day else now.astimezone(zone).date()
        except ValueError as error:
            raise NotUsable("Write the day of the paper entry as year-month-day.") from error
        if match is None:
            raise NotUsable("Write the time on the paper as hours and minutes, for instance 08:15.")
        written = datetime.combine(day, time(int(match[1]), int(match[2])), zone)
        if written > now:
            raise NotUsable("The time on the paper has not come yet.")
        if now - written > OLDEST_PAPER:
            raise NotUsable("The day of the paper entry is more than a year ago: look at its year.")
        return Transcribed(signed_by=signer, written_at=written)


def lines_of(facts: Iterable[Fact]) -> Iterator[LogLine]:
    """What of these facts stands in the log book."""
    for fact in facts:
        event, source = fact.envelope.event, fact.envelope.source
        note = f"from paper, signed by {source.signed_by}" if isinstance(source, Transcribed) else ""
        match event:
            case PaperDeliveryLogged():
                yield LogLine(
                    at=fact.at,
                    sort="Delivery",
                    text=f"received by {event.received_by}",
                    board=event.board,
                    boxes=event.boxes,
                    by=fact.envelope.actor,
                    note=note,
                )
            case LogBookEntryMade():
                sort, _, text = event.text.partition(": ")
                known = sort in SORTS and bool(text)
                yield LogLine(
                    at=fact.at,
                    sort=sort if known else NOTE,
                    text=text if known else event.text,
                    board="",
                    boxes=0,
                    by=fact.envelope.actor,
                    note=note,
                )
            case _:
                pass
