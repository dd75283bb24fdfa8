"""Measurements of what the documentation states; `./dev bench` runs them all, side by side, and prints one table."""
