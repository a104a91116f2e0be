"""Question-paper packets: compared with the timetable by two people, then opened (rules 8 and 9)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.texts import _
from kiosk_app.viewmodels.book import RoomBook
from kiosk_app.viewmodels.observable import NotPossible, Observable
from kiosk_app.viewmodels.people import require_pin
from shared.ids import ComponentId, InvigilatorId
from shared.plan.timetable import TimetabledComponent
from shared.record.events import room as ev


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

    @property
    def may_open(self) -> bool:
        return len(self.checked_by) >= 2 and not self.opened


def is_the_packet(paper: TimetabledComponent, read: str) -> bool:
    """Whether what stands on the packet names this component; spaces, case and board don't matter."""

    def plain(text: str) -> str:
        return "".join(c for c in text.upper() if c.isalnum())

    board, code = plain(paper.component.board), plain(paper.component.code)
    return plain(read) in (code, board + code)


class PacketsViewModel(Observable):
    """The packets of one room."""

    def __init__(self, book: RoomBook) -> None:
        super().__init__()
        self._book = book

    @property
    def packets(self) -> tuple[Packet, ...]:
        room, shown = self._book.room, []
        for paper in self._book.papers:
            start = self._book.local(paper.published_start)
            shown.append(
                Packet(
                    component=paper.id,
                    board=paper.component.board,
                    code=paper.component.code,
                    title=paper.component.title,
                    when=f"{start:%A} {start.day} {start:%B %Y}, {start:%H:%M}",
                    checked_by=tuple(self._book.person(i) for i in room.packets_checked.get(paper.id, ())),
                    mismatch=paper.id in room.packet_mismatches,
                    opened=paper.id in room.packets_opened,
                )
            )
        return tuple(shown)

    def packet(self, component: ComponentId) -> Packet:
        found = next((p for p in self.packets if p.component == component), None)
        if found is None:
            raise NotPossible(_("This paper is not sat in this room."), _("Call the exams officer."))
        return found

    def check(
        self, component: ComponentId, invigilator: InvigilatorId, pin: str, read_from_packet: str = ""
    ) -> bool:
        """One person's check, under the own PIN; what was read from the packet decides if given.

        Returns whether it matches. A mismatch is recorded and stops: the packet stays closed.
        """
        packet, paper = self.packet(component), self._book.paper(component)
        person = require_pin(self._book, invigilator, pin)
        if packet.opened:
            raise NotPossible(_("This packet is open already."))
        if person.name in packet.checked_by:
            raise NotPossible(
                _("{name} has checked it already.").format(name=person.name), _("A second person has to.")
            )
        read = read_from_packet.strip()
        matches = not read or (paper is not None and is_the_packet(paper, read))
        self._book.desk.record(
            ev.PacketChecked(
                component_id=component, checked_by=person.id, matches=matches, read_from_packet=read
            )
        )
        self.tell()
        return matches

    def open(self, component: ComponentId, papers: int = 0) -> None:
        """Break the seal; only after two people checked it."""
        packet = self.packet(component)
        if packet.opened:
            raise NotPossible(_("This packet is open already."))
        if not packet.may_open:
            raise NotPossible(_("Two people have to check the packet."), _("Ask a second person now."))
        self._book.desk.record(ev.PacketOpened(component_id=component, papers=papers))
        self.tell()

    def reseal(self, component: ComponentId, reason: str) -> None:
        """A packet that was opened by mistake is sealed again; the board has to hear of it (rule 9)."""
        self.packet(component)
        if not reason.strip():
            raise NotPossible(_("A reason is needed."), _("One short sentence is enough."))
        self._book.desk.record(ev.PacketResealed(component_id=component, reason=reason.strip()))
        self.tell()
