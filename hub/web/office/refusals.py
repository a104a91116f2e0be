"""Why something that was asked for isn't done, in words for the person who asked."""

from __future__ import annotations


class NotThere(LookupError):
    """There is no such thing (any more)."""


class NotUsable(ValueError):
    """What was filled in can't be used; the text says which field and what it should be."""


class NotNow(Exception):
    """Something else has to happen first; ``reasons`` say what, one sentence each."""

    def __init__(self, what: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(what)
        self.what = what
        self.reasons = reasons
