"""Would it hold: who gains by moving away from a package that is agreed, and who could answer."""
