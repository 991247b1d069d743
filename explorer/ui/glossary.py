"""What the terms on the pages mean, in the order in which a photo meets them."""

from __future__ import annotations

from dataclasses import dataclass

FINDING = "These words are enough to read every page."
REASON = "Each is said in one or two sentences, in the order in which a photo meets it."


@dataclass(frozen=True)
class Word:
    """A term and its meaning."""

    name: str
    meaning: str


WORDS: tuple[Word, ...] = (
    Word("Pixel", "One dot of a photo: three numbers from 0 to 255, for red, green and blue."),
    Word("Tensor", "A block of numbers with several axes. A photo is one of 3 × height × width."),
    Word(
        "Preprocessing",
        "What is done to a photo before the network sees it: resized, cropped to a square, divided by 255, and"
        " normalised. A network must get the preprocessing that it was trained with.",
    ),
    Word(
        "Normalising",
        "The mean of all training photos is taken away and the result divided by their spread, so that numbers lie"
        " around zero.",
    ),
    Word("Layer", "One step of the network. It takes the numbers of earlier layers and makes new ones."),
    Word(
        "Kernel",
        "A small block of weights, 3 × 3 or 7 × 7 for each map that it reads. It is the same at every place; training"
        " has set its weights.",
    ),
    Word(
        "Kernel slice",
        "The part of a kernel that reads one input map: a matrix of weights. A kernel has one slice per input map.",
    ),
    Word(
        "Convolution",
        "A kernel slides over its input. At each place the numbers below it are multiplied by its weights and added"
        " up; the sum becomes one cell of the output.",
    ),
    Word("Stride", "How many cells the kernel jumps from place to place. A stride of 2 halves height and width."),
    Word("Padding", "Zeros laid around the input, so that the kernel can stand on its edge."),
    Word(
        "Dilation", "How far apart the cells are that a kernel reads: 1 is side by side, 2 leaves one out between them."
    ),
    Word("Graft", "A kernel of your own in place of one that the network has learned, for one look only."),
    Word("Map", "The output of one kernel, laid out in rows and columns: also called a feature map or a channel."),
    Word("Channel", "The number of a map within its layer, counted from 0."),
    Word("Cell", "One place of a map, named by its row and column: one number."),
    Word("Activation", "All numbers that a layer has computed for a photo: channels × height × width."),
    Word(
        "Batch norm",
        "Each map is moved and stretched by numbers of its own, so that the next layer gets values of similar size.",
    ),
    Word("ReLU", "Negative numbers become zero, all others stay. Without it, many layers could do no more than one."),
    Word(
        "Residual sum",
        "What came into a block is added to what the block computed. The detour is called a skip connection.",
    ),
    Word("Max pooling", "Each cell becomes the largest of the few below it; the map shrinks."),
    Word(
        "Average pooling",
        "Each map becomes one number, the mean of its cells. ResNet50’s last 2,048 maps become 2,048 numbers: the"
        " pooled vector.",
    ),
    Word("Linear layer", "Each output is a sum of all inputs times weights of its own, plus a bias."),
    Word("Bias", "A number that is added to a sum whatever the input is."),
    Word("Logit", "The score of a class before softmax: any number, the largest wins."),
    Word(
        "Class activation map",
        "Each cell’s share of a class’s logit: where on the photo the score comes from. The shares and the bias add up"
        " to the logit.",
    ),
    Word(
        "Probability",
        "The logit after softmax: e to the power of the logit, divided by the sum of these over all classes. All"
        " together are 1.",
    ),
    Word("Parameters", "All weights and biases of a network: the numbers that training sets."),
    Word("Weights", "The same numbers as a file. “Untrained” weights are random: no class score means anything."),
    Word("Receptive field", "The part of the photo that one cell can see through all the layers before it."),
)
