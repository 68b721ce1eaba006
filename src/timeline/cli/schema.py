"""``timeline schema``: the JSON Schema of the YAML format."""

from __future__ import annotations

import click

from timeline.cli.output import write

EPILOG = """\b
Examples:
  timeline schema -o timeline.schema.json

Editors complete and check a file that starts with
  # yaml-language-server: $schema=timeline.schema.json
"""


@click.command("schema", epilog=EPILOG, short_help="Print the JSON Schema of the YAML format.")
@click.option(
    "-o", "--output", default="-", metavar="FILE", type=click.Path(allow_dash=True), help="Where to write; - is stdout."
)
def command(output: str) -> int:
    """Print the JSON Schema of the YAML format, version 1, for editors to check and complete files with."""
    from timeline.schema import shipped

    write(shipped(), output)
    return 0
