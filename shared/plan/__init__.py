"""What should happen: centre, rooms, seats, candidates, components, sessions and sittings."""
