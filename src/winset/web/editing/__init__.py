"""Changes of a case on a page: made by the editing engine, with what each does to the answer in words."""
