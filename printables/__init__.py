"""PDFs for the exam room and the dispatch: pure functions from the plan and the record to bytes."""
