"""Photo: what was uploaded, and every step to the tensor that the network sees."""

from explorer.ui import cache, downloads, frame, photo_controls, sentences
from explorer.ui.catalogue import variations
from explorer.ui.components.photo_steps import photo_steps

with frame.page("Photo") as place:
    photo = place.photo
    steps = cache.prepared(photo, place.recipe)

    frame.opening(sentences.photo_finding(steps.crop, photo.size), sentences.photo_reason(steps.recipe))
    photo_controls.draw(place)
    photo_steps(steps, key="photo_steps")
    frame.note(sentences.photo_notes(photo.format, photo.notes))
    variations.on_photo_page(photo)
    downloads.photo(steps, photo)
