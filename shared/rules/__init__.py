"""The numbers of the examination rules as dated, sourced data, and the functions that read them."""
