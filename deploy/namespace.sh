#!/bin/sh
# Makes the namespace TEMPORAL_NAMESPACE (default) of the service TEMPORAL_ADDRESS, and the search attributes of runs in it, unless they
# are there. Within the retention, an ended run can be undone; without an archive of records, it has a record only that long.
# A second run changes nothing. Waits two minutes for the service; then, and after any other failure, it ends with an error.
set -eu
namespace=${TEMPORAL_NAMESPACE:-default}
patience=120

operator() { temporal operator "$@" --address "$TEMPORAL_ADDRESS" -n "$namespace"; }

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Waits a second before the next attempt; fails with the output of the last one when the patience ends.
pause() {
  patience=$((patience - 1))
  [ "$patience" -gt 0 ] || fail "$1"
  sleep 1
}

until output=$(operator namespace describe 2>&1); do
  case $output in
    *"not found"*) operator namespace create --retention 400d ;;
    *) pause "$output" ;;
  esac
done

# The service knows a new namespace, and what is in it, a moment later.
attributes() {
  type=$1
  shift
  for name in "$@"; do
    until output=$(operator search-attribute create --name "$name" --type "$type" 2>&1); do
      case $output in
        *"different type"*) fail "$output" ;;
        *) pause "$output" ;;
      esac
    done
  done
}

# RunAttributes.ALL has the same.
attributes Keyword CrossrunRunbook CrossrunStatus CrossrunRequester CrossrunName
attributes KeywordList CrossrunWaitingFor CrossrunAccounts
echo "The namespace $namespace and its search attributes are there"
