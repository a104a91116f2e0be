"""What hub and tablets agree on: pure values and functions, no I/O."""
