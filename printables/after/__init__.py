"""After the exam: what sticks on an envelope, lies in it, and what the office keeps of its way."""
