#!/usr/bin/env bash
# Chromium draws the pages, gettext collects their texts: Debian's packages, or a clear word on how to get them.
# The Chromium without windows is the same one, and opens a page in a third of the time; the whole one does as well.
set -euo pipefail
missing=()
command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
command -v xgettext >/dev/null || missing+=(gettext)
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing what the tests need: ${missing[*]}"
if [ "$(id -u)" = 0 ]; then sudo=(); else sudo=(sudo -n); fi
if command -v apt-get >/dev/null && "${sudo[@]}" apt-get update -qq && "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
  exit 0
fi
if command -v chromium >/dev/null && command -v xgettext >/dev/null; then
  echo "Could not install it. The tests run in the whole Chromium, more slowly."
  exit 0
fi
echo "Could not install: ${missing[*]}."
echo "Install them yourself: sudo apt-get install ${missing[*]} (on other systems: Chromium as 'chromium' in PATH, and GNU gettext)."
exit 1
