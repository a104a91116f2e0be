"""Every table there is, by the name that page, JSON and command line use."""

from __future__ import annotations

from typing import Final

from hub.web.office.refusals import NotThere
from hub.web.office.tables.of_day import DAY_TABLES
from hub.web.office.tables.of_register import REGISTER_TABLES
from hub.web.office.tables.of_site import SITE_TABLES
from hub.web.office.tables.table import TableKind

TABLES: Final = {table.name: table for table in (*REGISTER_TABLES, *DAY_TABLES, *SITE_TABLES)}


def table_named(name: str) -> TableKind:
    """The table of this name. Raises NotThere naming those there are."""
    known = TABLES.get(name)
    if known is None:
        raise NotThere(f"There is no table of this name. There are: {', '.join(TABLES)}.")
    return known
