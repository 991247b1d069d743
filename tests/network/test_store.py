"""The store keeps to its budget and computes each value once."""

import threading
import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.network.store import ByteStore


@dataclass
class Block:
    nbytes: int


def test_the_longest_unused_goes_first() -> None:
    store: ByteStore[str, Block] = ByteStore(10)
    store.put("a", Block(4))
    store.put("b", Block(4))
    assert store.get("a") is not None
    store.put("c", Block(4))
    assert store.get("b") is None
    assert store.get("a") is not None
    assert store.nbytes == 8


def test_one_value_above_the_budget_is_kept_alone() -> None:
    store: ByteStore[str, Block] = ByteStore(10)
    store.put("a", Block(4))
    store.put("large", Block(40))
    assert len(store) == 1
    assert store.get("large") is not None


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), max_size=60))
def test_the_budget_holds_whatever_comes(puts: list[tuple[int, int]]) -> None:
    store: ByteStore[int, Block] = ByteStore(50)
    for key, size in puts:
        store.put(key, Block(size))
        kept = [one for one in map(store.peek, range(10)) if one is not None]
        assert store.nbytes == sum(one.nbytes for one in kept)
        assert store.nbytes <= 50 or len(store) == 1
        assert store.get(key) == Block(size)
    store.drop(lambda key: key > 0)
    left = store.peek(0)
    assert store.nbytes == (0 if left is None else left.nbytes)


def test_many_who_ask_at_once_compute_once() -> None:
    store: ByteStore[str, Block] = ByteStore(10)
    made: list[int] = []

    def make() -> Block:
        time.sleep(0.05)
        made.append(1)
        return Block(1)

    threads = [threading.Thread(target=lambda: store.get_or_make("a", make)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_an_error_leaves_nothing_behind() -> None:
    store: ByteStore[str, Block] = ByteStore(10)

    def fail() -> Block:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        store.get_or_make("a", fail)
    assert store.get_or_make("a", lambda: Block(2)).nbytes == 2
    store.drop(lambda key: key == "a")
    assert len(store) == 0
