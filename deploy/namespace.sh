#!/bin/sh
# Makes the namespace TEMPORAL_NAMESPACE (default) of the service TEMPORAL_ADDRESS, unless it is there. Retention must outlive an
# audit: the record of a run is its history. Worker and API register the search attributes themselves.
# A second run changes nothing. Waits two minutes for the service; then, and after any other failure, it ends with an error.
set -eu
namespace=${TEMPORAL_NAMESPACE:-default}

patience=120
until output=$(temporal operator namespace describe --address "$TEMPORAL_ADDRESS" -n "$namespace" 2>&1); do
  case $output in
    *"not found"*) exec temporal operator namespace create --address "$TEMPORAL_ADDRESS" -n "$namespace" --retention 400d ;;
  esac
  patience=$((patience - 1))
  if [ "$patience" -le 0 ]; then
    printf '%s\n' "$output" >&2
    exit 1
  fi
  sleep 1
done
echo "The namespace $namespace is there"
