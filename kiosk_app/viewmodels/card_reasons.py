"""Why something on the register is put right, as a short list: one touch instead of a sentence."""

from __future__ import annotations

from typing import Final

from kiosk_app.texts import N_

# The record keeps the English words, since the office reads it; the tablet shows them translated.
UNDO_REASONS: Final = (
    N_("The wrong button was touched"),
    N_("It was another candidate"),
    N_("The candidate came after all"),
    N_("The candidate had to go before the start"),
)
CORRECTION_REASONS: Final = (
    *UNDO_REASONS,
    N_("The office told us"),
)
