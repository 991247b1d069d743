"""Lets the tests of this folder import what lies beside them, and the odd little networks of tests/network."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "network")]
