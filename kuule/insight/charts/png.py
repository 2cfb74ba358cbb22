"""SVG to PNG, with the same letters on every machine."""

from kuule.ui.assets import original_font

SCALE = 2.0


def png_of(svg: str) -> bytes:
    """Return a picture as PNG, twice as fine as it is large."""
    import resvg_py

    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=SCALE,
        skip_system_fonts=True,
        font_files=[str(original_font())],
        font_family="Inter",
        sans_serif_family="Inter",
    )
    return bytes(drawn)
