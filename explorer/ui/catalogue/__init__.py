"""The Catalogue page: many photos, a batch of them, a network trained on them, and what it learnt."""
