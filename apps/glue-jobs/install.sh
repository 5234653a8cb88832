#!/usr/bin/env bash
# Installs PySpark into a virtual environment of this project's own, and prints its interpreter.
# Usage: install.sh [requirements.txt]. Needs Python 3.9 or newer; to run it, Spark needs Java 17.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
requirements="$here/${1:-requirements.txt}"
folder="$here/node_modules/.cache/$(basename "$requirements" .txt)"
if ! cmp --silent "$requirements" "$folder/installed.txt"; then
  python3 -m venv "$folder" 1>&2
  "$folder/bin/pip" install --quiet --requirement "$requirements" 1>&2
  cp "$requirements" "$folder/installed.txt"
fi
echo "$folder/bin/python"
