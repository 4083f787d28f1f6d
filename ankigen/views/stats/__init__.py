"""Count the questions of a bank by topic, trap, level and domain, and find what is missing.

Input: the questions and settings of a bank. Output: `Stats` (from `collect`), as HTML (`stats_section`, `stats_page`)
or for a terminal (`terminal.stats_report`; import it separately, because only it needs rich).
"""

from ankigen.views.stats.counts import Balance, Count, Cross, Gap, Stats, collect
from ankigen.views.stats.html import stats_page, stats_section

__all__ = ["Balance", "Count", "Cross", "Gap", "Stats", "collect", "stats_page", "stats_section", "terminal"]
