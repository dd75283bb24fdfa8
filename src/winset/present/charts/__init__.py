"""Charts of results: one file for each, drawn the same in the brief, the workbench and a notebook."""
