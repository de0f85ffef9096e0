#!/bin/sh
# Makes the keys of worker and API, once, in a volume for each: the API gets the public half of the sealing key, and the key of the
# payloads.
set -eu
cd /var/lib/crossrun
test -f worker/sealing-worker.jwks.json \
  || java -cp '/opt/crossrun/lib/*' dev.crossrun.standalone.Crossrun keygen --out worker
cp worker/sealing-api.jwks.json worker/payloads.jwks.json api/
