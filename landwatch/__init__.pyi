from landwatch.maps import explore, write_pages
from landwatch.measures.figures import performance, pipeline
from landwatch.measures.flagged import findings
from landwatch.registry import Register
from landwatch.rules import Conventions, assess
from landwatch.rules.explanation.tree import explain
from landwatch.services.contracts.tabulated import table
from landwatch.services.figures.counting import acreage_ledger, figures, grouped, stock, trend
from landwatch.services.figures.forecasting import forecast
from landwatch.services.files.importing import import_files
from landwatch.services.maps.mapping import plot, write_atlas
from landwatch.services.sample.demo import assess_sample

__version__: str
__all__ = [
    "Conventions",
    "Register",
    "acreage_ledger",
    "assess",
    "assess_sample",
    "explain",
    "explore",
    "figures",
    "findings",
    "forecast",
    "grouped",
    "import_files",
    "performance",
    "pipeline",
    "plot",
    "stock",
    "table",
    "trend",
    "write_atlas",
    "write_pages",
]
