"""One network at a time is initialised: all draw from the process's one generator of random numbers."""

import threading

BUILDING = threading.RLock()
