"""Branch and bound over the parts of a question: exact optima where a frontier would be too long."""
