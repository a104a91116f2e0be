"""What two people accepted stands on the cover of its paper: each thing, both names, the reason."""

from __future__ import annotations

from hub.after.seal import plan_envelopes
from hub.after.sign_off import plan_sign_off
from printables.after import component_reconciliation
from printables.imprint import Imprint
from shared.record.events import scripts
from shared.record.events.candidate import UnlistedCandidateAdded
from tests.exam_morning import ordinary_morning
from tests.factories import HALL, MATHS, MATHS_HIGHER, START
from tests.paper_reader import pages

WHY = "The script was lost on the stairs; the awarding body was told at eleven."


def test_differences_that_two_people_accepted_are_on_the_cover_with_the_register_behind() -> None:
    morning = ordinary_morning()
    guest = UnlistedCandidateAdded(
        candidate_id="ZZZZZZZZ", component_id=MATHS, name="Okafor, Ada", number="9001", seat="E6"
    )
    morning.hall.write(guest, room=HALL)
    morning.hall.write(scripts.ScriptsCounted(component_id=MATHS, count=2), room=HALL)
    morning.journal.take(morning.hall)
    signed = plan_sign_off(
        morning.register(), morning.pack, MATHS, actor="officer", second="H. Jones", reason=WHY
    )
    morning.record(signed)
    for envelope in plan_envelopes(morning.register(), morning.pack, MATHS):
        morning.record(envelope)

    def drawn(component: str) -> list[str]:
        imprint = Imprint(printed_at=START, pack_version=1)
        pdf = component_reconciliation.draw(
            morning.pack, component, morning.register(), morning.facts(), imprint
        )
        return [" ".join(page.extract_text().split()) for page in pages(pdf)]

    cover, *behind = drawn(MATHS)
    assert "Closed with 2 open differences" in cover
    assert "officer and H. Jones" in cover
    assert WHY in cover
    assert "9001 Okafor, Ada: present, but no script was collected" in cover
    assert "accepted by two people" in cover
    assert "1 of 1" in cover
    assert "O'Connor" in " ".join(behind)
    assert "8300/2H" not in cover
    assert "Closed with" not in drawn(MATHS_HIGHER)[0]
