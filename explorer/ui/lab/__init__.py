"""The Lab page: what it shows, its words and controls."""
