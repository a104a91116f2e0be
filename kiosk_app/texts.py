"""The words on the tablet go through here, so that a catalogue of another language can take their place."""

from __future__ import annotations

import gettext

_catalogue: list[gettext.NullTranslations] = [gettext.NullTranslations()]


def use_catalogue(catalogue: gettext.NullTranslations) -> None:
    """From now on texts come from ``catalogue``; English is what the code says."""
    _catalogue[0] = catalogue


def _(text: str) -> str:
    return _catalogue[0].gettext(text)


def counted(singular: str, plural: str, number: int) -> str:
    """The singular or plural form with ``{n}`` filled in."""
    return _catalogue[0].ngettext(singular, plural, number).format(n=number)


def sentence(text: str) -> str:
    """``text`` with a capital at its beginning; the rest, such as a component's code, stays as it is."""
    return text[:1].upper() + text[1:]
