#!/bin/sh
# Makes the keys of worker and API, once, in a volume for each: the API gets the public half of the sealing key, and the keys of the
# payloads and of the records.
set -eu
cd /var/lib/crossrun
test -f worker/sealing-worker.jwks.json \
  || java -cp '/opt/crossrun/lib/*' dev.crossrun.standalone.Crossrun keygen --out worker
cp worker/sealing-api.jwks.json worker/payloads.jwks.json worker/records.jwks.json api/
