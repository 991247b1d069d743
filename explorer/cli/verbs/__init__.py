"""What each command can be asked for, one module a command; none imports anything slow."""

from explorer.cli.verbs import (
    activations,
    cam,
    contributions,
    convolve,
    kernels,
    predict,
    receipt,
    replay,
    scores,
    shapes,
    train,
)

# In the order in which --help lists them.
VERBS = (shapes, scores, contributions, cam, activations, kernels, receipt, convolve, train, predict, replay)
