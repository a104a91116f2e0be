"""Pages of the running session: the board of all rooms, and one room with what the office may do there."""
