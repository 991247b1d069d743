"""The blog post, statement by statement: what it says, and what is measured for it now."""
