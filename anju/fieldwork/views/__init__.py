"""Pages of work on site: the worker's, and the office's."""
