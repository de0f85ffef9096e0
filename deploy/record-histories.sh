#!/usr/bin/env bash
# Records the histories that HistoryReplayTest replays, by runs of every variant on a Temporal dev server.
# TEMPORAL_CLI names the Temporal CLI; the one that .ci/run builds is taken if it does not.
set -euo pipefail
cd "$(dirname "$0")/.."
export TEMPORAL_CLI=${TEMPORAL_CLI:-${XDG_CACHE_HOME:-$HOME/.cache}/crossrun/bin/temporal}
test -x "$TEMPORAL_CLI" || { echo "No Temporal CLI at $TEMPORAL_CLI" >&2; exit 1; }

histories=$PWD/worker/src/test/resources/histories
rm -f "$histories"/*.json
./mvnw -B -ntp -q -pl standalone -am test -Dtest=RecordHistoriesTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dcrossrun.record="$histories" "$@"
ls -l "$histories"
