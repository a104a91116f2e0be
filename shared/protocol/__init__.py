"""What crosses the wire: messages, codec, signing, tags, enrolment and the sync state machine."""
