from landwatch.maps import cluster_map, overview_map, write_pages
from landwatch.registry import Register
from landwatch.rules import Conventions, assess
from landwatch.rules.explain import explain
from landwatch.services.demo import assess_sample
from landwatch.services.drawing import write_atlas
from landwatch.services.figures import acreage_ledger, figures, grouped, stock, trend
from landwatch.services.forecasting import forecast
from landwatch.services.intake import import_files
from landwatch.services.worklist import findings
from landwatch.stats import performance, pipeline

__version__: str
__all__ = [
    "Conventions",
    "Register",
    "acreage_ledger",
    "assess",
    "assess_sample",
    "cluster_map",
    "explain",
    "figures",
    "findings",
    "forecast",
    "grouped",
    "import_files",
    "overview_map",
    "performance",
    "pipeline",
    "stock",
    "trend",
    "write_atlas",
    "write_pages",
]
