"""METHODS §0: where nothing happened, and what that allows to say."""
