"""Renderers: each takes what `disclose` gave, and lays the same blocks out for a terminal, a page or a program."""
