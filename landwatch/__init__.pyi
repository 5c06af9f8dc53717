from landwatch.maps import explore, write_pages
from landwatch.measures.figures import performance, pipeline
from landwatch.registry import Register
from landwatch.rules import Conventions, assess
from landwatch.rules.explain import explain
from landwatch.services.demo import assess_sample
from landwatch.services.drawing import plot, write_atlas
from landwatch.services.figures import acreage_ledger, figures, grouped, stock, trend
from landwatch.services.forecasting import forecast
from landwatch.services.intake import import_files
from landwatch.services.worklist import findings

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
    "trend",
    "write_atlas",
    "write_pages",
]
