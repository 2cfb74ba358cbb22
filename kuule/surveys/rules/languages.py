"""The languages a survey can be in."""

import re

# Every language that Django can name, without its regions and scripts.
_CODES = (
    "af ar ast az be bg bn br bs ca ckb cs cy da de dsb el en eo es et eu fa fi fr fy ga gd gl he hi hr hsb hu hy ia "
    "id ig io is it ja ka kab kk km kn ko ky lb lt lv mk ml mn mr ms my nb ne nl nn no os pa pl pt ro ru sk sl sq sr "
    "sv sw ta te tg th tk tr tt udm ug uk ur uz vi zh"
)
LANGUAGES = frozenset(_CODES.split())
_FORM = re.compile("([a-z]{2,3})(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
LONGEST_CODE = 12


def is_language(code: str) -> bool:
    """Tell whether a code names a language, with or without a script and a region: `fi`, `pt-BR`, `zh-Hans`."""
    found = _FORM.fullmatch(code)
    return found is not None and found[1] in LANGUAGES and len(code) <= LONGEST_CODE
