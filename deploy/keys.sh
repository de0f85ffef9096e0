#!/bin/sh
# Makes the keys between API and worker, once: a volume with both halves for the worker, one with the public half for the API.
set -eu
cd /var/lib/crossrun
test -f worker/sealing-worker.jwks.json \
  || java -cp '/opt/crossrun/lib/*' dev.crossrun.standalone.Crossrun keygen --out worker
cp worker/sealing-api.jwks.json api/
