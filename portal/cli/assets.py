"""Build the front-end files from the packages that npm fetched."""

from pathlib import Path

import click

from portal.assets import BUILT, AssetsError, build

NODE_MODULES = Path(__file__).parents[2] / "node_modules"


@click.group()
def assets() -> None:
    """Look after the style sheet, the script, the fonts and the icons."""


@assets.command("build")
@click.option(
    "--node-modules",
    type=click.Path(path_type=Path),
    default=NODE_MODULES,
    show_default="node_modules beside the portal",
    help="The folder that npm ci filled.",
)
def build_assets(node_modules: Path) -> None:
    """Write the front-end files under names with their hash, and compressed beside them."""
    try:
        manifest = build(node_modules)
    except AssetsError as error:
        raise click.ClickException(str(error)) from None
    for name in ("site.css", "site.js", "icons.svg"):
        sizes = [(BUILT / f"{manifest[name]}{ending}").stat().st_size for ending in ("", ".gz", ".br")]
        click.echo("{}: {} bytes, {} with gzip, {} with Brotli".format(name, *sizes))
    click.echo(f"{len(manifest)} files stand in {BUILT}.")
