"""Whatever is counted is counted here, once: the figures of a day, and the ledger of acreage.

Maps, pages, reports, notebooks and commands show what they take from this room.
"""
