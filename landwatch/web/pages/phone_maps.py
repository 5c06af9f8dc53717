"""What the maps of the phone page say."""

from __future__ import annotations

from landwatch.i18n import gettext as _

__all__ = ["map_texts"]


def map_texts() -> dict[str, str]:
    """Give what maps, way and sketches say in the current language, by the names the script has for it."""
    return _of_luggage() | _of_the_way() | _of_sketches()


def _of_luggage() -> dict[str, str]:
    return {
        "storing": _("Map and photographs, {most} at most: {done} of {count} stored."),
        "stop": _("Stop"),
        "store the rest": _("Store the rest"),
        "part stored": _("Of map and photographs {missing} of {count} pictures are not on the phone yet."),
        "all stored": _("Map and photographs are on the phone."),
        "no room for map": _(
            "Map and photographs take up to {most}, and the phone has less room. The list is on the phone; "
            "make room, then take your day along again."
        ),
        "picture": _("Photograph of {day}"),
    }


def _of_the_way() -> dict[str, str]:
    return {
        "about contract": _("Contract"),
        "about parcel": _("Parcel"),
        "parcel": _("Parcel {parcel}"),
        "no map": _("No map is on the phone: take your day along while there is a line."),
        "no goal": _("Tap on a parcel to go there."),
        "no boundary": _("No boundary is recorded."),
        "on it": _("You are on it."),
        "way": _("{distance} to the {wind}"),
        "north": _("N"),
        "n": _("north"),
        "ne": _("north-east"),
        "e": _("east"),
        "se": _("south-east"),
        "s": _("south"),
        "sw": _("south-west"),
        "w": _("west"),
        "nw": _("north-west"),
    }


def _of_sketches() -> dict[str, str]:
    return {
        "sketch": _("Sketch"),
        "drawn": _("points {point}, lines {line}, areas {area}"),
        "enough sketches": _("A visit takes {most} sketches; remove one first."),
        "no room for sketches": _(
            "The phone has no room for this sketch: it was not kept. Go back and send now or write a file, "
            "then draw it again."
        ),
        "nothing drawn": _("Nothing is drawn yet: tap on the map, or add your position."),
        "unfinished line": _("A line needs two places; tap on the map once more."),
        "unfinished area": _("An area needs three places; tap on the map."),
    }
