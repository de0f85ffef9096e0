#!/bin/sh
# Makes the namespace. Retention must outlive an audit: the record of a run is its history. Worker and API register the
# search attributes themselves.
set -eu
until temporal operator cluster health --address "$TEMPORAL_ADDRESS" 2>/dev/null | grep -q SERVING; do
  sleep 1
done
temporal operator namespace describe --address "$TEMPORAL_ADDRESS" -n default >/dev/null 2>&1 \
  || temporal operator namespace create --address "$TEMPORAL_ADDRESS" --retention 400d -n default
