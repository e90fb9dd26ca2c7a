"""A test planned before it runs: whom, or when, to hold out, and what it will be able to see (METHODS §12)."""
