"""A made-up school: the files its own systems would export, the same for the same seed."""

from provisioning.sample_site.exports import TIMETABLE_YEAR, write_sample_exports

__all__ = ["TIMETABLE_YEAR", "write_sample_exports"]
