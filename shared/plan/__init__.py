"""What should happen: centre, rooms, candidates, timetable, sittings and the session pack."""
