"""Read files as text, and bank.toml as settings.

Input: a bank's folder. Output: the question files in it (`find_files`), the text of each (`Source`) with diagnostics
about its encoding, placeholders and merge conflicts, and the bank's settings (`Config`).
"""

from ankigen.source.config import Config, load_config, place_in_settings, settings_schema
from ankigen.source.read import LARGEST, Source, content_of, find_files, read_file
from ankigen.source.unfinished import find_conflict, find_placeholder, placeholder, without_conflict_markers

__all__ = [
    "LARGEST",
    "Config",
    "Source",
    "content_of",
    "find_conflict",
    "find_files",
    "find_placeholder",
    "load_config",
    "place_in_settings",
    "placeholder",
    "read_file",
    "settings_schema",
    "without_conflict_markers",
]
