"""Question-paper packets: compared with the timetable by two people, then opened (rules 8 and 9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from kiosk_app.texts import N_, _, sentence
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.people import require_pin
from kiosk_app.viewmodels.wording import session_words
from shared.ids import ComponentId, InvigilatorId
from shared.plan.days import HALF_NAMES, MONTH_NAMES
from shared.plan.timetable import TimetabledComponent
from shared.record.custody import (
    PacketDifference,
    PaperCustody,
    compare_packet,
    first_labels,
    further_packets,
    tier_of,
)
from shared.record.events import room as ev
from shared.record.room_steps import RoomStep

TIERS: Final = (("foundation", N_("Foundation")), ("higher", N_("Higher")), ("none", N_("None")))
FIELDS: Final = (N_("awarding body"), N_("component"), N_("tier"), N_("date"), N_("session"))
"""What the comparison calls them."""
_TIER_NAMES: Final = dict(TIERS)
MAX_LABEL: Final = 80
OTHER: Final = "other"
"""Chosen where the packet says something that is not on offer: then it is typed."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One component's packet and how far its check got."""

    component: ComponentId
    board: str
    code: str
    title: str
    when: str
    checked_by: tuple[str, ...]
    mismatch: bool
    opened: bool
    papers: int | None = None
    waived: str = ""
    label: str = ""
    """Of a further packet of the paper; empty for the first one."""

    @property
    def may_open(self) -> bool:
        return len(self.checked_by) >= 2 and not self.opened

    @property
    def is_done(self) -> bool:
        """Open, or the office lets the room start without it."""
        return self.opened or bool(self.waived)


@dataclass(frozen=True, slots=True)
class PacketField:
    """One thing to read on the packet's label: what can stand there, without saying what should."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    may_be_typed: bool = False


def is_the_packet(paper: TimetabledComponent, read: str) -> bool:
    """Whether what stands on the packet names this component; spaces, case and board don't matter."""

    def plain(text: str) -> str:
        return "".join(c for c in text.upper() if c.isalnum())

    board, code = plain(paper.component.board), plain(paper.component.code)
    return plain(read) in (code, board + code)


def _day(day: date) -> str:
    """``3 June 2024``."""
    return _("{day} {month} {year}").format(day=day.day, month=_(MONTH_NAMES[day.month - 1]), year=day.year)


def _said(difference: PacketDifference) -> str:
    read = _TIER_NAMES.get(difference.read, difference.read)
    expected = _TIER_NAMES.get(difference.expected, difference.expected)
    return _("{field}: the packet says {read}, the timetable {expected}.").format(
        field=sentence(_(difference.field)), read=_(read), expected=_(expected)
    )


class PacketsViewModel(Observable):
    """The packets of one room."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def packets(self) -> tuple[Packet, ...]:
        room, shown = self._book.room, []
        waived = next((o.reason for o in room.overrides if o.step == RoomStep.PACKETS_OPENED), "")
        for paper in self._book.papers:
            start = self._book.local(paper.published_start)
            shown.append(
                Packet(
                    component=paper.id,
                    board=paper.component.board,
                    code=paper.component.code,
                    title=paper.component.title,
                    when=f"{session_words(self._book.desk.pack.session.id)}, {start:%H:%M}",
                    checked_by=self._first_checked(paper.id),
                    mismatch=paper.id in room.packet_mismatches,
                    opened=paper.id in room.packets_opened,
                    papers=self._first_papers(paper.id),
                    waived=waived,
                )
            )
        return tuple(shown)

    def further(self, component: ComponentId) -> tuple[Packet, ...]:
        """The packets of this paper after the first: each is looked at by two people of its own."""
        first, custody = self.packet(component), self._custody(component)
        return tuple(
            replace(
                first,
                label=one.label,
                checked_by=tuple(self._book.person(i) for i in one.checked_by),
                mismatch=one.mismatch,
                opened=one.opened,
                papers=one.papers or None,
            )
            for one in (further_packets(custody) if custody else ())
        )

    def _first_checked(self, component: ComponentId) -> tuple[str, ...]:
        """Who looked at the first packet; who looked at another one only is told there."""
        custody, people = self._custody(component), self._book.room.packets_checked.get(component, ())
        if custody is not None and custody.opened:
            before = {c.by for c in custody.checks if not c.packet or c.packet.label in first_labels(custody)}
            people = tuple(person for person in people if person in before)
        return tuple(self._book.person(person) for person in people)

    def _first_papers(self, component: ComponentId) -> int | None:
        custody = self._custody(component)
        if custody is None or custody.received is None:
            return None
        return custody.received - sum(one.papers for one in further_packets(custody)) or None

    def _custody(self, component: ComponentId) -> PaperCustody | None:
        return next((c for c in self._book.room.custody if c.component_id == component), None)

    @property
    def step(self) -> Packet | None:
        """The packet that somebody has to do something about next, or None."""
        started = self._book.room.started_at
        waiting = [p for p in self.packets if p.component not in started and not p.is_done]
        return next((p for p in waiting if not p.may_open), next(iter(waiting), None))

    def fields(self, component: ComponentId) -> tuple[PacketField, ...]:
        """What is read from the label, one after the other (rule 8)."""
        pack, session = self._book.desk.pack, self._book.desk.pack.session
        papers = [c.component for c in session.components]
        boards = sorted({c.board for c in papers} | set(pack.rules.boards))
        days = [session.day + timedelta(days=n) for n in (-1, 0, 1)]
        tiers = [(code, _(name)) for code, name in TIERS]
        shown = [
            PacketField("board", _("Awarding body"), tuple((b, b) for b in boards), may_be_typed=True),
            PacketField("code", _("Component"), tuple((c.code, c.code) for c in papers), may_be_typed=True),
        ]
        paper = self._book.paper(component)
        if paper is not None and tier_of(paper):
            shown.append(PacketField("tier", _("Tier"), tuple(tiers)))
        shown.append(PacketField("day", _("Date"), tuple((d.isoformat(), _day(d)) for d in days)))
        halves = tuple((half, sentence(_(name))) for half, name in zip(("AM", "PM"), HALF_NAMES, strict=True))
        shown.append(PacketField("half", _("Session"), halves))
        return tuple(shown)

    def is_read(self, component: ComponentId, read: ev.PacketIdentity) -> bool:
        """Whether every field was read that the timetable has something to compare with."""
        asked = {field.key: getattr(read, field.key) for field in self.fields(component)}
        return all(asked.values())

    def differences(self, component: ComponentId, read: ev.PacketIdentity) -> tuple[str, ...]:
        """What is not as the timetable has it, in sentences; empty while everything fits."""
        paper = self._book.paper(component)
        found = compare_packet(read, paper, self._book.desk.pack.session) if paper else ()
        return tuple(_said(difference) for difference in found)

    def packet(self, component: ComponentId) -> Packet:
        found = next((p for p in self.packets if p.component == component), None)
        if found is None:
            raise NotPossible(_("This paper is not sat in this room."), _("Call the exams officer."))
        return found

    def another(self, component: ComponentId, label: str) -> Packet:
        """The further packet with this label, looked at already or not. Raises where it is the first one."""
        first, custody = self.packet(component), self._custody(component)
        if not first.opened or custody is None:
            raise NotPossible(_("Open the first packet before another one."))
        label = label.strip()[:MAX_LABEL]
        if not label:
            raise NotPossible(
                _("The packet needs a number, to tell it from the first one."),
                _("If it has none write 2 on it, and type 2."),
            )
        if label in first_labels(custody):
            raise NotPossible(_("This is the packet that was opened first."), _("Look at the label again."))
        fresh = replace(first, label=label, checked_by=(), mismatch=False, opened=False, papers=None)
        return next((p for p in self.further(component) if p.label == label), fresh)

    def check(
        self,
        component: ComponentId,
        invigilator: InvigilatorId,
        pin: str,
        read_from_packet: str = "",
        identity: ev.PacketIdentity | None = None,
        *,
        further: bool = False,
    ) -> bool:
        """One person's check, under the own PIN; what was read from the packet decides if given.

        Returns whether it matches. A mismatch is recorded and stops: the packet stays closed. ``further``:
        it is another packet of a paper whose first one is open, the one that ``identity``'s label names.
        """
        label = identity.label if identity is not None else ""
        packet = self.another(component, label) if further else self.packet(component)
        paper = self._book.paper(component)
        person = require_pin(self._book, invigilator, pin)
        if packet.opened:
            raise NotPossible(_("This packet is open already."))
        if person.name in packet.checked_by:
            raise NotPossible(
                _("{name} has checked it already.").format(name=person.name), _("A second person has to.")
            )
        read = read_from_packet.strip()
        matches = not read or (paper is not None and is_the_packet(paper, read))
        if identity is not None:
            matches = matches and not self.differences(component, identity)
        self._book.desk.record(
            ev.PacketChecked(
                component_id=component,
                checked_by=person.id,
                matches=matches,
                read_from_packet=read,
                packet=identity,
            )
        )
        self.tell()
        return matches

    def open(
        self, component: ComponentId, papers: int = 0, label: str = "", *, further: bool = False
    ) -> None:
        """Break the seal; only after two people checked it. ``label`` is what they read on it."""
        packet = self.another(component, label) if further else self.packet(component)
        if packet.opened:
            raise NotPossible(_("This packet is open already."))
        if not packet.may_open:
            raise NotPossible(_("Two people have to check the packet."), _("Ask a second person now."))
        self._book.desk.record(
            ev.PacketOpened(component_id=component, papers=papers, label=label.strip()[:MAX_LABEL])
        )
        self.tell()

    def label_read(self, component: ComponentId) -> str:
        """The label that those who checked the packet read on it."""
        custody = self._custody(component)
        first = first_labels(custody) if custody and custody.opened else None
        read = [c.packet.label for c in custody.checks if c.packet and c.matches] if custody else []
        return next((label for label in reversed(read) if label and (first is None or label in first)), "")

    def reseal(self, component: ComponentId, reason: str, label: str = "") -> None:
        """A packet that was opened by mistake is sealed again; the board has to hear of it (rule 9)."""
        self.packet(component)
        if not reason.strip():
            raise NotPossible(_("A reason is needed."), _("One short sentence is enough."))
        self._book.desk.record(
            ev.PacketResealed(
                component_id=component, reason=reason.strip(), label=label or self.label_read(component)
            )
        )
        self.tell()
