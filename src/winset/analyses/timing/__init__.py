"""What changes while nothing is agreed: walk-aways, power and patience, and what bargaining theory says of it."""
