#!/bin/sh
# Starts the worker. Where TRUST_STORE is not empty (it is the simulator's), the worker trusts nobody else, and starts when the
# file is there: the JVM reads it once.
set -eu
if [ -n "$TRUST_STORE" ]; then
  echo "Waiting for $TRUST_STORE, which the simulator writes"
  until [ -s "$TRUST_STORE" ]; do sleep 1; done
  JAVA_TOOL_OPTIONS="-Djavax.net.ssl.trustStore=$TRUST_STORE -Djavax.net.ssl.trustStorePassword=simulator"
  JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS -Djavax.net.ssl.trustStoreType=PKCS12"
  export JAVA_TOOL_OPTIONS
fi
exec java -XX:MaxRAMPercentage=75 -cp '/opt/crossrun/lib/*' dev.crossrun.standalone.Crossrun \
  worker --config /etc/crossrun/worker.yml
