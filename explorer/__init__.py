"""Convscope's library: what a convolutional network computes, opened down to its numbers."""
