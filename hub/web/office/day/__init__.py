"""The pages of the day itself: one candidate, search, tasks, incidents, the log book, an evacuation."""
