#!/usr/bin/env bash
# Installs the pinned PySpark and runs this package's tests on it; with --spark4 on Spark 4, in ANSI mode.
set -euo pipefail
cd "$(dirname "$0")"
requirements=requirements.txt
if [[ "${1:-}" == '--spark4' ]]; then
  requirements=requirements-spark4.txt
  shift
fi
export PATH="$PWD/../../node_modules/.bin:$PATH"
SPARK_PYTHON="$(./install.sh "$requirements")" exec node_modules/.bin/vitest run "$@"
