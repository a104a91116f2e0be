"""The documents that go into a session's binder: everything that says what happened, printed anew."""

from __future__ import annotations

from hub.printing.catalogue import AFTER
from hub.printing.drawing import Choice
from hub.printing.folder import PrintError
from hub.printing.press import Printing
from shared.plan.pack import SessionPack
from shared.record.register import Register


def binder_papers(printing: Printing, pack: SessionPack, register: Register) -> dict[str, bytes]:
    """File name → PDF. What there is nothing to print of yet, such as a manifest, is left out."""
    papers: dict[str, bytes] = {}
    for what in AFTER:
        try:
            files = printing.make(what, pack, register, Choice())
        except PrintError:
            continue
        papers |= {file.name: file.read_bytes() for file in files}
    return papers
