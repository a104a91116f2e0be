"""The tablet in the exam room."""
