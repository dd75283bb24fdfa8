"""What a report is made of: typed blocks, the one pass of disclosure, and the renderers that take what passed it."""
