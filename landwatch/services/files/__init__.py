"""Files in and out: imports with what they leave to mend, templates, exports, snapshots, files of parcels."""
