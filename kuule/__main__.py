"""The door of the `kuule` command."""


def main() -> None:
    """Run the command line."""
    from kuule.config.cli import app
    from kuule.config.cli.ground import database_troubles_explained

    with database_troubles_explained():
        app()


if __name__ == "__main__":
    main()
