"""Before the exam: import, clash check, seating and session packs."""
