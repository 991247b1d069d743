"""The Map page: the whole network at a glance."""
