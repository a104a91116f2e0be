"""Component codes as two systems spell them: ``8300/1H``, ``8300 1h``, ``8300-1H``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from hub.before.importing.reading import Cells
from hub.before.records import TimetableRecord
from shared.ids import ComponentId, component_id

LONGEST_CODE = 40


class ComponentCodes:
    """The timetable's components by board and code, by the code alone, and by its letters and figures."""

    def __init__(self, timetable: Iterable[TimetableRecord]) -> None:
        self._known: set[ComponentId] = set()
        self._by_code: dict[str, list[ComponentId]] = defaultdict(list)
        self._by_letters: dict[str, list[ComponentId]] = defaultdict(list)
        self._boards: dict[ComponentId, str] = {}
        for row in timetable:
            self._known.add(row.key)
            self._by_code[plain_code(row.code)].append(row.key)
            self._by_letters[code_letters(row.code)].append(row.key)
            self._boards[row.key] = row.board

    def component(self, cells: Cells, code: str) -> ComponentId:
        """The component meant; what the timetable doesn't have is kept where the board is told, and told."""
        board = cells.text("board")
        written = component_id(board, code)
        if board and written in self._known:
            return written
        same = self._one_of(self._by_code.get(plain_code(code), []), board)
        if len(same) == 1:
            return same[0]
        alike = self._one_of(self._by_letters.get(code_letters(code), []), board) if not same else []
        if len(alike) == 1:
            cells.tell("code", f"the timetable's spelling; taken for {alike[0]}", "note")
            return alike[0]
        if not board:
            several = same or alike
            cells.refuse(
                "code", "the board as well: two use this code" if several else "a component of the timetable"
            )
        cells.tell("code", "a component of the timetable; kept until the timetable has it")
        return written

    def _one_of(self, found: list[ComponentId], board: str) -> list[ComponentId]:
        """Of several boards' components the one whose board is meant, however the board is spelt."""
        if len(found) < 2 or not board:
            return found
        meant = plain_code(board)
        return [component for component in found if plain_code(self._boards[component]) == meant] or found


def plain_code(code: str) -> str:
    """As two systems may spell one code: case and spaces aside."""
    return "".join(code.casefold().split())


def code_letters(code: str) -> str:
    """Letters and figures only: ``8300/1H`` and ``8300-1h`` are the same."""
    return re.sub(r"[\W_]+", "", code.casefold())
