"""Two versions of a case against each other: what became of the answer, and which changes did it."""
