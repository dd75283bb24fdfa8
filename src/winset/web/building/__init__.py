"""What is tried on the page of a deal: packages that are put together, and numbers that are moved."""
