"""Vector files: each opened with the drivers of its kind, its layers read as parcels, clusters or facts."""
