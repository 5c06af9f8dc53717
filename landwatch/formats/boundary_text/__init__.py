"""Survey boundary files (电子报盘 TXT): parsed, read as parcels, and written."""
