"""What hub, tablets and paper agree on: pure values and functions, no input or output."""
