"""Workbooks of several makers, read row by row and as what their cells mean."""
