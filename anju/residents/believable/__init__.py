"""A community that could be: made by code from a stored seed, copied from nobody."""
