"""The exams officer's pages and the JSON behind them."""
