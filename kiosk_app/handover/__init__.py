"""Records without a network: shown as codes, carried for another tablet, and the receipt that comes back."""
