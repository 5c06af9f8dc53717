"""Why a contract stands where it stands: the tree, the line, the next steps, and the drawing of grounds."""
