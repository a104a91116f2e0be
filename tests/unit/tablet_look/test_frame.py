"""What follows for the layout from the size of a screen and of its type."""

from __future__ import annotations

import pytest

from kiosk_app.theme.frame import Frame

SEVEN_INCH, TEN_INCH = (964.0, 565.0), (1280.0, 800.0)


@pytest.mark.parametrize(
    ("frame", "low", "narrow", "beside", "less"),
    [
        (Frame(*TEN_INCH), False, False, True, False),
        (Frame(*TEN_INCH, 2.0), True, False, False, True),
        (Frame(*SEVEN_INCH), True, False, True, False),
        (Frame(*SEVEN_INCH, 2.0), True, True, False, True),
        (Frame(565.0, 964.0), False, True, False, False),
        (Frame(800.0, 1280.0), False, False, False, False),
        (Frame(800.0, 1280.0, 1.5), False, True, False, True),
    ],
)
def test_layouts(frame: Frame, low: bool, narrow: bool, beside: bool, less: bool) -> None:
    decided = (frame.is_low, frame.is_narrow, frame.card_beside, frame.says_less)
    assert decided == (low, narrow, beside, less)


def test_bars_are_lower_on_a_low_screen() -> None:
    assert Frame(*SEVEN_INCH).bar < Frame(*TEN_INCH).bar
