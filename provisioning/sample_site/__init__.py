"""A made-up school: the files its own systems would export, the same for the same seed."""

from provisioning.sample_site.exports import write_sample_exports

__all__ = ["write_sample_exports"]
