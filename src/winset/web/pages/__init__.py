"""One file for each kind of page. A page is a function of the desk, a case and a view that gives its parts."""
