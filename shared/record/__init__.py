"""What happened: events, envelopes and the register folded from them."""
