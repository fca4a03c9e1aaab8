"""Working on site, step by step."""
