"""What phones hand over: records of visits and the files they name, kept beside the register.

Whatever comes in lies in a folder of its own until it stands in the register; nothing is removed before.
"""

from __future__ import annotations

from landwatch.incoming.file_kinds import FILE_KINDS, LARGEST_PIECE, FileKind, Named, TooLarge
from landwatch.incoming.folder import NoRoom, Room, folder_of
from landwatch.incoming.incoming import Incoming
from landwatch.incoming.kept_records import Blob, State, Stored
from landwatch.incoming.pieces import OffsetDiffers, Pieces, WrongContent
from landwatch.incoming.record_form import LARGEST_RECORD, FieldRecord, Shot, read_record

__all__ = [
    "FILE_KINDS",
    "LARGEST_PIECE",
    "LARGEST_RECORD",
    "Blob",
    "FieldRecord",
    "FileKind",
    "Incoming",
    "Named",
    "NoRoom",
    "OffsetDiffers",
    "Pieces",
    "Room",
    "Shot",
    "State",
    "Stored",
    "TooLarge",
    "WrongContent",
    "folder_of",
    "read_record",
]
