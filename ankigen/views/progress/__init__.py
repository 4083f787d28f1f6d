"""Show a learner's progress: for a terminal, and as a page with plots.

Input: `Progress`, a search, and for the page the diagnostics of odd questions. Output: what rich prints
(`terminal.progress_report`; import it separately, because only it needs rich), or HTML (`progress_section`,
`progress_page`).
"""

from ankigen.views.progress.html import progress_page, progress_section

__all__ = ["progress_page", "progress_section", "terminal"]
