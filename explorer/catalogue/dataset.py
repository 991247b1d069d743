"""A folder of products, each a folder of photos -> the classes and photos that a learner can be trained on."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from explorer.errors import CatalogueError, PhotoError, RecipeError
from explorer.image import photo as photos
from explorer.image import preprocess
from explorer.image.photo import MEGAPIXELS, Photo

MOST_FILES = 100_000
"""Files that a catalogue may have; more are a job of another kind."""

LAYOUT = "A catalogue is a folder with one folder a product, named by its id, and the product's photos inside."


@dataclass(frozen=True, eq=False)
class Entry:
    """One photo of a catalogue: its product, its name within the catalogue ("0004637/1.jpg"), where its bytes are.

    `size` is (height, width) in pixels, `digest` that of the decoded photo; both are known once it has been read.
    """

    label: str
    name: str
    source: Path | bytes
    size: tuple[int, int] = (0, 0)
    digest: str = ""

    def photo(self, megapixels: float = MEGAPIXELS) -> Photo:
        """The photo, decoded anew. Raises PhotoError where it cannot be read."""
        if isinstance(self.source, bytes):
            return photos.decode(self.source, self.name, megapixels)
        return replace(photos.read(self.source, megapixels), name=self.name)


@dataclass(frozen=True)
class Fault:
    """A file that is left out: its name within the catalogue, and the sentence that says why."""

    name: str
    reason: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Products and their photos.

    `classes` are the ids of the products that have a photo, as text and in the order of text, as fastai sorts them:
    class 0 is the first. `entries` are the photos, product by product; `faults` what was left out.
    """

    name: str
    classes: tuple[str, ...]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    @property
    def targets(self) -> tuple[int, ...]:
        """The class of each photo, counted from 0."""
        places = {label: index for index, label in enumerate(self.classes)}
        return tuple(places[entry.label] for entry in self.entries)

    @property
    def counts(self) -> dict[str, int]:
        """How many photos each class has, in the order of the classes."""
        found = Counter(entry.label for entry in self.entries)
        return {label: found[label] for label in self.classes}

    @property
    def digest(self) -> str:
        """32 hexadecimal digits over names and pixels: equal catalogues have equal digests."""
        digest = hashlib.sha256()
        for entry in self.entries:
            digest.update(f"{entry.name}\0{entry.digest}\0".encode())
        return digest.hexdigest()[:32]


def read_folder(root: str | os.PathLike[str], megapixels: float = MEGAPIXELS) -> Catalogue:
    """The catalogue in the folder `root`: the folders in it are products, the files in these, at any depth, photos.

    Every photo is decoded once; what cannot be is listed and left out, and so are links that lead out of `root`,
    links to folders, pipes and the like. Names that begin with a dot are passed over, as systems hide them. Raises
    CatalogueError for what is no such folder, holds fewer than two products, or more than MOST_FILES files.
    """
    folder = Path(root)
    if not os.path.isdir(folder):
        what = "is no folder" if os.path.exists(folder) else "does not exist"
        raise CatalogueError(f"“{folder}” {what}.", LAYOUT)
    folder = folder.resolve()
    found = list(islice(_files(folder, folder), MOST_FILES + 1))
    if len(found) > MOST_FILES:
        raise CatalogueError(f"“{folder.name}” holds more than {MOST_FILES:,} files.", "Open a part of it.")
    listed = [each for each in found if isinstance(each, Entry)]
    return assemble(folder.name, listed, [each for each in found if isinstance(each, Fault)], megapixels)


def assemble(name: str, listed: Sequence[Entry], faults: Sequence[Fault], megapixels: float = MEGAPIXELS) -> Catalogue:
    """The catalogue of `listed` photos, each decoded once to see that it can be; `faults` were found before.

    Raises CatalogueError where fewer than two products are left.
    """
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:
        seen = list(pool.map(lambda entry: _seen(entry, megapixels), listed))
    good = sorted((each for each in seen if isinstance(each, Entry)), key=lambda each: (each.label, natural(each.name)))
    bad = sorted((*faults, *(each for each in seen if isinstance(each, Fault))), key=lambda each: natural(each.name))
    classes = tuple(sorted({entry.label for entry in good}))
    if len(classes) < 2:
        found = f"photos of one product, {classes[0]}" if classes else "no photos in folders of products"
        first = f" The first of {len(bad):,} files left out: {bad[0].name}: {bad[0].reason}" if bad else ""
        raise CatalogueError(f"“{name}” holds {found}; two products or more can be told apart.", LAYOUT + first)
    return Catalogue(name, classes, tuple(good), tuple(bad))


def natural(name: str) -> tuple[tuple[str, int], ...]:
    """A key that sorts names as people do: 2.jpg before 10.jpg."""
    return tuple((text, int(digits or 0)) for text, digits in re.findall(r"(\D*)([0-9]{0,18})", name))


def _seen(entry: Entry, megapixels: float) -> Entry | Fault:
    try:
        photo = entry.photo(megapixels)
        preprocess.check(photo.size, preprocess.POST)
    except (PhotoError, RecipeError) as error:
        return Fault(entry.name, error.sentence)
    return replace(entry, size=photo.size, digest=photo.digest)


def _files(folder: Path, root: Path) -> Iterator[Entry | Fault]:
    """Everything below `folder`, as a photo that may be read or as a fault."""
    try:
        with os.scandir(folder) as found:
            inside = sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as error:
        yield Fault(_within(folder, root), f"The folder cannot be read: {error.strerror or error}.")
        return
    for each in inside:
        if not each.name.isprintable() or _is_no_text(each.name):
            yield Fault(ascii(_within(Path(each.path), root))[1:-1], "Its name is not plain text.")
        elif each.is_dir(follow_symlinks=False):
            yield from _files(Path(each.path), root)
        else:
            yield _file(Path(each.path), root)


def _file(path: Path, root: Path) -> Entry | Fault:
    name = _within(path, root)
    if reason := _refusal(path, root):
        return Fault(name, reason)
    if path.parent == root:
        return Fault(name, "It lies in no product’s folder.")
    return Entry(name.split("/")[0], name, path.resolve())


def _refusal(path: Path, root: Path) -> str:
    """Why a file is left out before it is opened: opening a pipe would wait for ever, a link may lead anywhere."""
    try:
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:  # a link to nothing, or to itself
        return f"It cannot be read: {getattr(error, 'strerror', None) or 'the link leads in a circle'}."
    if not target.is_relative_to(root):
        return "It is a link that leaves the catalogue."
    if stat.S_ISDIR(mode):
        return "It is a link to a folder, expected a photo."
    return "" if stat.S_ISREG(mode) else "It is a pipe, a socket or a device, expected a photo."


def _within(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _is_no_text(name: str) -> bool:
    """Whether a name holds bytes that are no UTF-8, which Python keeps as lone surrogates."""
    return any("\ud800" <= each <= "\udfff" for each in name)
