"""Where named rules of bargaining would settle each issue, and how wrong such rules have been."""
