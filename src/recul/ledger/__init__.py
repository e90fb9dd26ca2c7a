"""Claims written down beforehand, settled from the record afterwards, and scored: hindsight itself (METHODS §11)."""
