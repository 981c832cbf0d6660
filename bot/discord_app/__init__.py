"""HOW it reaches people: the only package that imports discord (besides the sandbox)."""
