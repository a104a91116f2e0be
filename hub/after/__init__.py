"""After the exam: reconciliation, sign-off, dispatch and evidence."""
