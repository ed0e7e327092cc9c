#!/usr/bin/env bash
# Prints the path of an installed browser (`chromium` or `firefox`); ends with 1 when there is none.
set -euo pipefail

case "${1:-}" in
chromium) names="${VESTIBULE_TEST_CHROMIUM:-} chromium chromium-browser google-chrome" ;;
firefox) names="${VESTIBULE_TEST_FIREFOX:-} firefox-esr firefox" ;;
*) echo "usage: $0 chromium|firefox" >&2 && exit 2 ;;
esac
for name in $names; do
  if command -v "$name"; then exit 0; fi
done
exit 1
