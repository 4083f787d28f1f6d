"""`ankigen schema`."""

from __future__ import annotations

import json

import click

from ankigen.cli.console import echo_data


@click.command()
def schema() -> None:
    """Print the JSON Schema of bank.toml.

    An editor with a schema completes the settings of a bank.toml, explains them and underlines mistakes. Taplo (Even
    Better TOML in Visual Studio Code) reads it from a line at the top of the file: #:schema ./bank.schema.json

    \b
    Examples:
      ankigen schema > decks/aws/bank.schema.json

    \b
    Exit codes:
      0   printed
      2   wrong usage

    \b
    See also:
      ankigen new, ankigen docs bank-toml
    """  # noqa: D301 - click's \b keeps the lines apart
    from ankigen.source import settings_schema

    echo_data(json.dumps(settings_schema(), ensure_ascii=False, indent=2))
