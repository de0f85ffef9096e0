#!/usr/bin/env bash
# The vendors' own clients for Python (boto3, azure-identity, msgraph-sdk) against a simulator that this script starts.
# Their packages are installed once, into the user's cache. Options go to Python's unittest, such as -v or -k NAME.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tests=$home/simulator/src/test/python
cache=${XDG_CACHE_HOME:-$HOME/.cache}/crossrun
environment=$cache/clients-$(sha256sum "$tests/requirements.txt" | cut -c 1-12)
work=$(mktemp -d)

if [ ! -e "$environment/complete" ]; then
  rm -rf "$environment"
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check -r "$tests/requirements.txt"
  touch "$environment/complete"
fi

"$home/crossrun" simulator --port 0 --consistency PT0S --trail-delay PT0S --instance-creation PT0S > "$work/simulator" &
simulator=$!
trap 'kill "$simulator" 2> /dev/null || true; wait "$simulator" 2> /dev/null || true; rm -rf "$work"' EXIT
until grep -q '^consoles' "$work/simulator"; do
  kill -0 "$simulator" || { echo "The simulator did not start." >&2; exit 1; }
  sleep 0.2
done

value() { sed -n "s/^$1  *//p" "$work/simulator" | cut -d ' ' -f 1; }
SIMULATOR=$(value endpoint)
SIMULATOR_TLS=$(value 'Graph, sign-in')
AWS_ACCESS_KEY_ID=$(value 'access key id')
AWS_SECRET_ACCESS_KEY=$(value 'secret access key')
ENTRA_CLIENT_ID=$(value 'Entra client id')
ENTRA_CLIENT_SECRET=$(value 'client secret')
export SIMULATOR SIMULATOR_TLS AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY ENTRA_CLIENT_ID ENTRA_CLIENT_SECRET
export AWS_EC2_METADATA_DISABLED=true PYTHONDONTWRITEBYTECODE=1

# What clients of the TLS port trust: the certificate that this simulator made.
"$environment/bin/python" - > "$work/certificate.pem" << 'CODE'
import os, ssl, urllib.parse
address = urllib.parse.urlparse(os.environ["SIMULATOR_TLS"])
print(ssl.get_server_certificate((address.hostname, address.port)), end="")
CODE
export SSL_CERT_FILE=$work/certificate.pem REQUESTS_CA_BUNDLE=$work/certificate.pem

cd "$tests"
"$environment/bin/python" -W ignore -m unittest "$@"
