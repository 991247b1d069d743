"""What the sidebar takes from the browser, and how it tells options apart."""

from explorer.ui.sidebar import distinct


def test_equal_names_are_told_apart() -> None:
    names = distinct({"a": "image.jpg", "b": "image.jpg", "c": "image.jpg (2)", "d": "mug.jpg"})
    assert list(names) == ["a", "b", "c", "d"]
    assert len(set(names.values())) == 4
    assert (names["a"], names["b"], names["d"]) == ("image.jpg", "image.jpg (2)", "mug.jpg")
