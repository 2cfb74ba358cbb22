#!/usr/bin/env bash
# Chromium draws the pages, gettext collects their texts: Debian's packages, or a clear word on how to get them.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v xgettext >/dev/null || missing+=(gettext)
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing what the tests need: ${missing[*]}"
if [ "$(id -u)" = 0 ]; then sudo=(); else sudo=(sudo -n); fi
if command -v apt-get >/dev/null && "${sudo[@]}" apt-get update -qq && "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
  exit 0
fi
echo "Could not install: ${missing[*]}."
echo "Install them yourself: sudo apt-get install ${missing[*]} (on other systems: Chromium as 'chromium' in PATH, and GNU gettext)."
exit 1
