"""The web application: one address for inspectors, planners, managers, clerks and auditors.

It calls services and draws; it computes nothing. :mod:`landwatch.web.viewing` alone asks the clock.
"""

from __future__ import annotations
