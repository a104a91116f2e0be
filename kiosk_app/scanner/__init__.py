"""Reading codes: where pictures come from, how they are decoded, and typed codes from a wedge scanner."""
