"""The words on the tablet go through here, so that a catalogue of another language can take their place.

The English sentence is the key. What a module keeps as a constant is marked with ``N_`` where it stands and
translated with ``_`` where it is shown. ``make catalogues`` collects both, and the sentences of ``shared``.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "kiosk"
FOLDER: Final = Path(__file__).parent / "locale"
_catalogue: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_catalogue(catalogue: gettext.NullTranslations) -> None:
    """From now on texts come from ``catalogue``; English is what the code says."""
    _catalogue[0] = catalogue


def use_language(language: str) -> None:
    """``en`` or ``cy``; what a catalogue doesn't know stays English."""
    use_catalogue(gettext.translation(DOMAIN, FOLDER, [language], fallback=True))


def _(text: str) -> str:
    # An empty text is gettext's key for the catalogue's own head.
    return _catalogue[0].gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for it
    """Marks a constant for the catalogues; it is translated where it is shown."""
    return text


def counted(singular: str, plural: str, number: int) -> str:
    """The singular or plural form with ``{n}`` filled in."""
    return _catalogue[0].ngettext(singular, plural, number).format(n=number)


def told(error: Exception) -> str:
    """A fault of ``shared``, which says in English what is in its catalogue entry."""
    return _(str(error))


def sentence(text: str) -> str:
    """``text`` with a capital at its beginning; the rest, such as a component's code, stays as it is."""
    return text[:1].upper() + text[1:]
