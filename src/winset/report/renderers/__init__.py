"""Renderers: each takes what `disclose` gave, and lays the same blocks out for a terminal, a page, a text or a program."""
