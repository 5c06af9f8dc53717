"""What an import did: told on the screen, as a workbook of issues, and as marked copies of the sources."""
