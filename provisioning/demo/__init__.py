"""The demonstration: one exam morning with a real hub, real tablets, real paper, in fast motion."""
