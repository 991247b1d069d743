"""The scenes behind the built-in product photos: geometry from formulas, computed textures, a studio."""
