"""Random whole exams: three tablets and an office on a network that is cut, repeats itself and reorders.

Whatever they record, and however it travels: in the end all show the same register, nothing that was accepted
is missing from it, scripts balance, and a contradiction ends only by somebody who settles or corrects it.
"""

from __future__ import annotations

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.canonical import canonical_json
from shared.record.events import KnownEvent, candidate, office, room
from shared.record.events.candidate import Attendance
from shared.record.fold import project, room_register_digest
from shared.record.register import Discrepancy, DiscrepancyKind, Register
from tests import factories
from tests.factories import ANNEXE, HALL, START, Device, small_pack
from tests.property.exam_nodes import Hub, Node
from tests.property.exam_traces import ENDS, evidence_of, is_told
from tests.property.strategies import CANDIDATE_FACTS, OFFICE_FACTS, ROOM_FACTS

PACK = small_pack(4)
ROOMS = (HALL, ANNEXE, "library")
"""The pack does not know the last one: that tablet was carried somewhere else."""
tablets = st.integers(0, 2)
nodes = st.integers(0, 3)
some = st.integers(1, 6)


class WholeExam(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.hub = Hub(PACK)
        self.tablets = [
            Node(Device(device_id=f"tablet-{n}", room=where), PACK) for n, where in enumerate(ROOMS)
        ]
        self.office = Node(factories.office(), PACK)
        self.nodes = [*self.tablets, self.office]
        self.minute = -20

    def write(self, node: Node, event: KnownEvent, *, skew: int = 0, where: str | None = None) -> None:
        self.minute += 1
        at = START + timedelta(minutes=self.minute + skew)
        offset = skew * 60_000 if abs(skew) > 1 else 0
        node.wrote(node.device.write(event, at=at, clock_offset_ms=offset, room=where))

    def arrive(self, node: Node, number: int) -> None:
        """One envelope reaches the hub; what was open before may only end by a fact that may end it."""
        before = self.hub.register()
        fact = self.hub.take(node, number)
        if fact is None:
            assert self.hub.register() == before
            return
        after = self.hub.register()
        still_open = {d.id for d in after.open_discrepancies}
        gone = [d for d in before.open_discrepancies if d.id not in still_open]
        for ended in gone:
            if ended.kind in ENDS:
                assert isinstance(fact.envelope.event, ENDS[ended.kind]), (ended, fact.envelope.event)

    def push(self, node: Node, most: int) -> None:
        done = self.hub.taken.get(node.device.device_id, 0)
        for number in range(done + 1, min(done + most, len(node.own)) + 1):
            self.arrive(node, number)

    @rule(which=tablets, event=CANDIDATE_FACTS, skew=st.sampled_from((0, 0, 0, -90, 45)))
    def something_happens_to_a_candidate(self, which: int, event: KnownEvent, skew: int) -> None:
        self.write(self.tablets[which], event, skew=skew)

    @rule(which=tablets, event=ROOM_FACTS)
    def something_happens_in_a_room(self, which: int, event: KnownEvent) -> None:
        self.write(self.tablets[which], event)

    @rule(event=OFFICE_FACTS)
    def the_office_does_something(self, event: KnownEvent) -> None:
        self.write(self.office, event)

    @rule(which=tablets)
    def a_line_is_cut_or_mended(self, which: int) -> None:
        self.tablets[which].is_cut = not self.tablets[which].is_cut

    @rule(which=nodes, most=some)
    def some_is_pushed(self, which: int, most: int) -> None:
        if not self.nodes[which].is_cut:
            self.push(self.nodes[which], most)

    @rule(which=nodes)
    def one_is_in_touch(self, which: int) -> None:
        """Everything goes both ways, unless the line is cut."""
        node = self.nodes[which]
        if not node.is_cut:
            self.push(node, len(node.own))
            node.hear(self.hub.facts, self.hub.journal.journal_id)

    @rule(one=tablets, other=tablets, place=st.integers(0, 3))
    def two_say_different_things_of_one_sitting(self, one: int, other: int, place: int) -> None:
        sitting = PACK.sittings[place]
        about = {"candidate_id": sitting.candidate_id, "component_id": sitting.component_id}
        self.write(self.tablets[one], candidate.CandidateMarkedPresent(**about, seat=sitting.seat))
        self.write(self.tablets[other], candidate.CandidateMarkedAbsent(**about))

    @rule(which=nodes, number=some)
    def something_is_pushed_again_or_before_its_turn(self, which: int, number: int) -> None:
        node = self.nodes[which]
        if not node.is_cut and number <= len(node.own):
            self.arrive(node, number)

    @rule(which=nodes, most=some)
    def some_rows_are_heard(self, which: int, most: int) -> None:
        node = self.nodes[which]
        if not node.is_cut:
            node.hear(self.hub.facts[node.device.seen :][:most], self.hub.journal.journal_id)

    @precondition(lambda self: self.hub.facts)
    @rule(which=nodes, data=st.data())
    def rows_are_heard_out_of_order_and_twice(self, which: int, data: st.DataObject) -> None:
        node = self.nodes[which]
        if not node.is_cut:
            rows = data.draw(st.lists(st.sampled_from(self.hub.facts), max_size=5))
            node.hear(rows, self.hub.journal.journal_id)

    @rule(data=st.data(), ruling=st.sampled_from((None, Attendance.PRESENT, Attendance.ABSENT)))
    def the_officer_settles(self, data: st.DataObject, ruling: Attendance | None) -> None:
        """What the office's screen shows as open: it sits beside the hub, but the tablets may be ahead."""
        self.one_is_in_touch(3)
        found = self._one_open(data, self.office.register())
        if found is None:
            return
        ruled = None
        if ruling is not None and found.component_id and len(found.candidate_ids) == 1:
            ruled = office.AttendanceRuling(
                candidate_id=found.candidate_ids[0], component_id=found.component_id, attendance=ruling
            )
        answer = office.DiscrepancySettled(
            discrepancy_id=found.id, answer="went and looked", evidence=found.evidence, ruling=ruled
        )
        self.write(self.office, answer, where=found.room if ruled else None)

    @rule(which=tablets, data=st.data(), new=st.sampled_from((Attendance.PRESENT, Attendance.ABSENT)))
    def a_room_corrects(self, which: int, data: st.DataObject, new: Attendance) -> None:
        """What its tablet shows as contradicted."""
        wrong = [s for s in self.tablets[which].register().sittings if len(s.claimed) > 1]
        if wrong:
            sitting = data.draw(st.sampled_from(wrong))
            who, what = sitting.key
            corrected = candidate.AttendanceCorrected(
                candidate_id=who, component_id=what, old=sitting.attendance, new=new, reason="looked again"
            )
            self.write(self.tablets[which], corrected)

    @rule(which=tablets)
    def a_room_signs(self, which: int) -> None:
        """What its tablet shows, which may be behind."""
        register, where = self.tablets[which].register(), ROOMS[which]
        rows = register.in_room(where)
        signed = room.RegisterSigned(
            signed_by=("inv-1", "inv-2"),
            register_digest=room_register_digest(register, where),
            present=sum(s.is_present for s in rows),
            absent=sum(s.attendance is Attendance.ABSENT for s in rows),
        )
        self.write(self.tablets[which], signed)

    def _one_open(self, data: st.DataObject, register: Register) -> Discrepancy | None:
        found = register.open_discrepancies
        return data.draw(st.sampled_from(found)) if found else None

    @invariant()
    def scripts_balance(self) -> None:
        """Nobody is lost or counted twice between present, absent, undecided, missing and surplus."""
        register = self.hub.register()
        for balance in register.balances:
            rows = register.of_component(balance.component_id)
            assert balance.present + balance.absent + balance.undecided == len(rows)
            assert balance.expected == sum(s.listed for s in rows)
            assert balance.present - len(balance.missing) == balance.collected - len(balance.surplus)
            assert not set(balance.missing) & set(balance.surplus)

    @invariant()
    def what_two_claims_say_is_never_one_answer(self) -> None:
        register = self.hub.register()
        open_or_answered = {d.id: d for d in register.discrepancies}
        for sitting in register.sittings:
            assert (sitting.attendance is Attendance.CONTRADICTED) == (len(sitting.claimed) > 1)
            if len(sitting.claimed) > 1:
                raised = [
                    d
                    for d in open_or_answered.values()
                    if d.kind is DiscrepancyKind.ATTENDANCE_CONTRADICTED
                    and (d.candidate_ids, d.component_id) == ((sitting.candidate_id,), sitting.component_id)
                ]
                assert len(raised) == 1

    def teardown(self) -> None:
        """The network is good again: nothing is missing anywhere, and all show the same."""
        for node in self.nodes:
            node.is_cut = False
            self.push(node, len(node.own))
        expected = project(PACK, self.hub.facts)
        assert self.hub.register() == expected
        assert len(self.hub.facts) == sum(len(node.own) for node in self.nodes)
        for node in self.nodes:
            node.hear(reversed(self.hub.facts), self.hub.journal.journal_id)
            assert canonical_json(node.register()) == canonical_json(expected)
        named = evidence_of(expected)
        lost = [fact.envelope for fact in self.hub.facts if not is_told(expected, fact, named)]
        assert lost == []


TestWholeExams = WholeExam.TestCase
# Seventy exams of fifty steps each time; the explore profile plays fourteen hundred.
TestWholeExams.settings = settings(
    max_examples=settings.default.max_examples * 7 // 10, stateful_step_count=50
)
