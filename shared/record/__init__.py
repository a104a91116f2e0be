"""What happened: signed facts, the register folded from them, and what does not add up."""
