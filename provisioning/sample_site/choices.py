"""What the made-up candidates are entered for and what they have been granted."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from provisioning.sample_site.people import Person

NOT_IN_MATHS: Final = 4
IN_MATHS_A: Final = 20
IN_FOUNDATION: Final = 70
FOUNDATION: Final = "AQA 8300/2F"
BOTH_ENGLISH: Final = ("AQA 8700/1", "AQA 8700/2", "AQA 8702/2")
OPTIONS: Final = (
    (("AQA 8668/WF",), 12),
    (("AQA 8668/WH",), 18),
    (("OCR J277/02",), 34),
    (("OCR R014/01",), 20),
    (("AQA 8658/WF",), 16),
    (("AQA 8658/WH",), 30),
    (("AQA 8145/2A/C",), 38),
    (("AQA 8145/2B/A",), 26),
    (("WJEC/GCE 4563UB0-1",), 18),
    (("EDEXL/GCSE 1GA0 02",), 64),
    (("AQA 8132/2",), 40),
    (("NCFE Business 603/7004/X",), 14),
    (("WJEC/GCE C120U30-1",), 24),
)


class Granted(Struct, frozen=True, kw_only=True):
    """One access arrangement as the SENCo's list has it."""

    number: str
    arrangement: str
    percent: str = ""
    note: str = ""


def entries(people: Sequence[Person], rng: random.Random) -> list[tuple[str, str]]:
    """(candidate number, ``board code``) of every entry, in candidate-number order."""
    numbers = [person.number for person in people]
    mixed = rng.sample(numbers, len(numbers))
    older, rest = mixed[:NOT_IN_MATHS], mixed[NOT_IN_MATHS:]
    maths_a, maths_b = rest[:IN_MATHS_A], rest[IN_MATHS_A:]
    foundation, higher = maths_b[:IN_FOUNDATION], maths_b[IN_FOUNDATION:]
    taken = {(number, "AQA 1350/2A") for number in older}
    taken |= {(n, code) for n in maths_a for code in ("EDEXL/GCSE 4MA1 2F", "EDEXL/GCSE 4EA1 01")}
    taken |= {(n, "EDEXL/GCSE 4EA1 02") for n in maths_a}
    taken |= {(n, FOUNDATION) for n in foundation} | {(n, "AQA 8300/2H") for n in higher}
    taken |= {(n, code) for n in maths_b for code in BOTH_ENGLISH}
    taken |= _science(maths_a, foundation, higher)
    for codes, size in OPTIONS:
        taken |= {(n, code) for n in rng.sample(rest, size) for code in codes}
    return sorted(taken)


def _science(
    maths_a: Sequence[str], foundation: Sequence[str], higher: Sequence[str]
) -> set[tuple[str, str]]:
    """Three separate sciences for some, the double award for most; one girl is entered for two at once."""
    taken = {(n, "EDEXL/GCSE 4SD0 1P") for n in maths_a}
    taken |= {(n, "AQA 8463/1H") for n in higher[:30]} | {(n, "AQA 8463/1F") for n in foundation[:6]}
    taken |= {(n, "AQA 8464/P/1H") for n in higher[30:]} | {(n, "AQA 8464/P/1F") for n in foundation[6:]}
    return taken | {(higher[0], "EDEXL/GCSE 4SD0 1P")}


def arrangements(maths: Mapping[str, str], rng: random.Random) -> list[Granted]:
    """What is granted among those who sit maths (number → paper): a separate room, readers, word processors.

    All readers read the same paper, so that one room does for them; one candidate sits apart.
    """
    chosen = rng.sample(sorted(maths), 30)
    readers = [number for number in chosen if maths[number] == FOUNDATION][:7]
    others = [number for number in chosen if number not in readers]
    separate, typists, others = others[:1], others[1:10], others[10:]
    extra_time = [*separate, *readers, *typists[:6], *others[:7]]
    granted = [Granted(number=n, arrangement="Extra time", percent="25") for n in extra_time]
    granted += [Granted(number=n, arrangement="Separate room") for n in separate]
    granted += [Granted(number=n, arrangement="Reader") for n in readers]
    granted += [Granted(number=n, arrangement="Word processor", note="spell check off") for n in typists]
    rest_breaks = [*separate, *readers[:1], *others[5:9]]
    granted += [Granted(number=n, arrangement="Supervised rest breaks") for n in rest_breaks]
    granted.append(Granted(number=separate[0], arrangement="Scribe"))
    granted.append(Granted(number=others[9], arrangement="Modified paper", note="A3, 24 point"))
    granted += [Granted(number=n, arrangement="Prompter") for n in readers[1:2]]
    return sorted(granted, key=lambda g: (g.number, g.arrangement))
