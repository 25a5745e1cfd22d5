"""A company that never existed, the same for the same seed on any day.

``demo_company`` makes its tables, streams its interactions month by month and tells the truths that
were planted in them; see ``data.demo.truth`` for their keys.
"""

from __future__ import annotations

from data.demo.company import DemoCompany, demo_company

__all__ = ["DemoCompany", "demo_company"]
