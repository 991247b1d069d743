"""What each command can be asked for, one module a command; none imports anything slow."""

from explorer.cli.verbs import activations, cam, contributions, convolve, kernels, receipt, replay, scores, shapes

# In the order in which --help lists them.
VERBS = (shapes, scores, contributions, cam, activations, kernels, receipt, convolve, replay)
