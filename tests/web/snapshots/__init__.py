"""Pictures of the main pages, and what makes them anew."""
