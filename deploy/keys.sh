#!/bin/sh
# Makes the keys of worker and API, once, in a volume for each, with what its processes need: the workers get the private sealing key,
# the API its public half and the keys of the records, both the keys of the payloads. A second run changes nothing. A run that ended too
# early is completed by the next one. The folder with the volumes worker and api is $1, or /var/lib/crossrun.
set -eu
cd "${1:-/var/lib/crossrun}"
worker="sealing-worker.jwks.json payloads.jwks.json"
api="sealing-api.jwks.json payloads.jwks.json records.jwks.json"

# The key files that are there, or that are missing.
there() {
  for name in $worker; do if [ -e "worker/$name" ]; then echo "worker/$name"; fi; done
  for name in $api; do if [ -e "api/$name" ]; then echo "api/$name"; fi; done
}
missing() {
  for name in $worker; do if [ ! -e "worker/$name" ]; then echo "worker/$name"; fi; done
  for name in $api; do if [ ! -e "api/$name" ]; then echo "api/$name"; fi; done
}

# Copies a new key, so that a file is whole or not there.
place() {
  cp "worker/new/$2" "$1/.$2"
  mv "$1/.$2" "$1/$2"
}

if [ ! -d worker/new ] && [ -n "$(missing)" ]; then
  if [ -n "$(there)" ]; then
    # With new ones, nobody could read the runs of the old ones.
    echo "Keys are missing: $(missing | tr '\n' ' ')" >&2
    echo "Restore them from the backup. If nothing was encrypted with the others, delete both volumes." >&2
    exit 1
  fi
  rm -rf worker/unfinished
  java -cp '/opt/crossrun/lib/*' dev.crossrun.standalone.Crossrun keygen --out worker/unfinished
  mv worker/unfinished worker/new
fi
if [ -d worker/new ]; then
  for name in $worker; do place worker "$name"; done
  for name in $api; do place api "$name"; done
  # A run that ends while it removes them leaves no part of them under this name.
  mv worker/new worker/unfinished
fi
rm -rf worker/unfinished
