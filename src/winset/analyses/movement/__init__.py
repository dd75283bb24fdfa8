"""How parties have moved on issues."""
