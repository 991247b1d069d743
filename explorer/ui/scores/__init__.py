"""The Scores page: from the last maps to the class."""
