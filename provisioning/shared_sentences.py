"""The sentences of ``shared`` that a tablet shows, collected as they stand in its data.

``shared`` keeps them as constants in English and knows nothing of languages; whoever shows one looks it up
in a catalogue. A new constant for people's eyes belongs into this list, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Final, get_args

from babel.messages.extract import extract

from shared.look import STATE_LOOKS
from shared.plan.candidates import Arrangement, ArrangementKind
from shared.plan.centre import InvigilatorRole
from shared.plan.days import DAY_NAMES, HALF_NAMES, MONTH_NAMES
from shared.protocol.scan import FAULT_TEXTS
from shared.record.events.candidate import Attendance
from shared.record.incident_templates import TEMPLATES
from shared.record.room_lists import CHECKLIST, START_SCRIPT
from shared.record.script_handling import CORRECTIONS, TYPED_PAGES

ROOT: Final = Path(__file__).parents[1]
TOLD_BY: Final = {
    "shared/protocol/enrolment.py": "OfferError",
    "shared/protocol/handover.py": "HandoverError",
}
"""Where a fault is raised with the sentence that a tablet shows."""


def shared_sentences() -> Iterator[tuple[str, str]]:
    """Where a sentence stands, and the sentence; each once, in a fixed order."""
    seen: set[str] = set()
    for where, text in _all():
        if text and text not in seen:
            seen.add(text)
            yield where, text


def _all() -> Iterator[tuple[str, str]]:
    simple: dict[str, Iterable[str]] = {
        "shared/record/room_lists.py": [line for _item, line in (*CHECKLIST, *START_SCRIPT)],
        "shared/protocol/scan.py": chain.from_iterable(FAULT_TEXTS.values()),
        "shared/look.py": [look.label for look in STATE_LOOKS.values()],
        "shared/record/events/candidate.py": [attendance.value for attendance in Attendance],
        "shared/plan/centre.py": get_args(InvigilatorRole),
        "shared/plan/candidates.py": [Arrangement(kind=kind).label for kind in ArrangementKind],
        "shared/record/script_handling.py": (TYPED_PAGES, CORRECTIONS),
        "shared/plan/days.py": (*DAY_NAMES, *MONTH_NAMES, *HALF_NAMES),
    }
    for where, texts in simple.items():
        for text in texts:
            yield where, text
    for where, fault in TOLD_BY.items():
        source = BytesIO((ROOT / where).read_bytes())
        for _line, told, _comments, _context in extract("python", source, keywords={fault: None}):
            yield where, str(told)
    for template in TEMPLATES.values():
        yield "shared/record/incident_templates.py", template.title
        for asked in template.fields:
            for text in (asked.label, *asked.choices):
                yield "shared/record/incident_templates.py", text
