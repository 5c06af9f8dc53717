"""What phones hand over: records of visits and the files they name, kept beside the register.

Whatever comes in lies in a folder of its own until it stands in the register; nothing is removed before.
"""

from __future__ import annotations

from landwatch.incoming.folder import NoRoom, Room, folder_of
from landwatch.incoming.incoming import Incoming
from landwatch.incoming.kept_records import Blob, State, Stored
from landwatch.incoming.pieces import LARGEST_BLOB, LARGEST_PIECE, OffsetDiffers, Pieces, WrongContent
from landwatch.incoming.record_form import LARGEST_RECORD, MOST_PHOTOS, FieldRecord, Shot, read_record

__all__ = [
    "LARGEST_BLOB",
    "LARGEST_PIECE",
    "LARGEST_RECORD",
    "MOST_PHOTOS",
    "Blob",
    "FieldRecord",
    "Incoming",
    "NoRoom",
    "OffsetDiffers",
    "Pieces",
    "Room",
    "Shot",
    "State",
    "Stored",
    "WrongContent",
    "folder_of",
    "read_record",
]
