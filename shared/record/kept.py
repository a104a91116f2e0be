"""Answers kept for as long as what they were worked out from stays the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """One pure function's last answer for each subject.

    Inputs are compared by value; records that did not change are the same objects, which compares quickly.
    """

    def __init__(self, work: Callable[..., V]) -> None:
        self._work = work
        self._answers: dict[Hashable, tuple[tuple[Any, ...], V]] = {}

    def of(self, subject: Hashable, *inputs: Any) -> V:  # noqa: ANN401 - handed through to the function
        """The answer for ``subject``, worked out again only where the inputs are others than last time."""
        known = self._answers.get(subject)
        if known is not None and known[0] == inputs:
            return known[1]
        answer = self._work(*inputs)
        self._answers[subject] = (inputs, answer)
        return answer
