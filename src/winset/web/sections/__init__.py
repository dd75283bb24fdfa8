"""A form for every part of a case, made from the fields of the model: a field added there has its form by itself."""
