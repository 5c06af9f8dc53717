"""One contract or parcel: found, read with its history and documents, reviewed, corrected."""
