"""How hub and tablets talk: messages, signatures, QR tags, enrolment and the sync state machine."""
