"""From lines to parcels: which coordinate system, faults of a boundary, what it crosses, where it belongs."""
