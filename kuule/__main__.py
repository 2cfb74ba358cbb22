"""The door of the `kuule` command."""


def main() -> None:
    """Run the command line."""
    from kuule.config.cli import app

    app()


if __name__ == "__main__":
    main()
