"""Cases from and into the files of other programs: GENIUS, GeniusWeb, GMCR+, and the graphs of a conflict."""
