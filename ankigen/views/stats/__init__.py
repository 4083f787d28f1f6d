"""How many questions a bank has by topic, trap, level and domain, and what is missing.

Comes in: the questions and settings of a bank. Goes out: `Stats` (`collect`), as text for a terminal (`stats_report`)
or as HTML (`stats_section`, `stats_page`).
"""

from ankigen.views.stats.counts import Balance, Count, Cross, Gap, Stats, collect
from ankigen.views.stats.html import stats_page, stats_section
from ankigen.views.stats.text import stats_report

__all__ = ["Balance", "Count", "Cross", "Gap", "Stats", "collect", "stats_page", "stats_report", "stats_section"]
