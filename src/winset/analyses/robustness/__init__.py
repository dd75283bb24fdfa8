"""How sure an answer is: the same question asked of many readings of the case."""
