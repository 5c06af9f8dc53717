"""What a page shows and a file holds alike: tables and charts, each declared once."""

from landwatch.exhibits.about import About
from landwatch.exhibits.chart import Chart, Series
from landwatch.exhibits.exhibit_table import Cell, Column, Form, Place, Table

__all__ = ["About", "Cell", "Chart", "Column", "Form", "Place", "Series", "Table"]
