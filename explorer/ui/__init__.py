"""The pages' own part of the library: the only folder that imports streamlit."""

import os

# How torch's threads wait for each other, read once when torch is loaded: asleep. By themselves they go on spinning,
# and where a browser on the same machine wants the core, small layers take several times as long (docs/decisions.md).
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
