"""Reports of a month or a year: one content, written as a workbook, a Word file and a PDF.

The content comes as :class:`Material`: figures, judged contracts and a map that other rooms made. Here it is
put into words (:func:`compose`) and set; nothing is computed but sums of what is printed.
"""

from landwatch.reports.composing import compose
from landwatch.reports.document import Bars, Column, Drawing, Report, Section, Table
from landwatch.reports.material import Figures, Material
from landwatch.reports.pdf import pdf, picture
from landwatch.reports.period import Kind, Period
from landwatch.reports.report_workbook import write_workbook
from landwatch.reports.word import word_document

__all__ = [
    "Bars",
    "Column",
    "Drawing",
    "Figures",
    "Kind",
    "Material",
    "Period",
    "Report",
    "Section",
    "Table",
    "compose",
    "pdf",
    "picture",
    "word_document",
    "write_workbook",
]
