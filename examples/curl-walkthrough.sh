#!/usr/bin/env bash
# A whole federation with curl, against ./crossrun up: each call that a program of your own would make, in order. Start
# ./crossrun up in another terminal, and this script in the same folder. It acts for three people: the requester (kim), the
# approver (lee) and the administrator (sam), who works in the simulated consoles. It needs curl and python3.
# docs/using.md explains the steps, docs/rest.md the API.
set -euo pipefail

api=${CROSSRUN_API:-http://127.0.0.1:8080}/v1
console=${SIMULATOR:-http://127.0.0.1:4510}/_console
tokens=${CROSSRUN_TOKENS:-.crossrun/tokens.json}
request=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/contact-center.json
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT

# Prints what a Python expression gives for the JSON document that it reads, as d.
pick() { python3 -c "import json, sys; d = json.load(sys.stdin); print($1)"; }

# Calls the API as a person. Refusals (application/problem+json) end the script, and are printed.
token() { pick "[p['token'] for p in d['principals'] if p['name'].startswith('$1@')][0]" < "$tokens"; }
as() { curl -sS --fail-with-body -H "Authorization: Bearer $(token "$1")" "${@:2}"; }
json() { as "$1" -H 'Content-Type: application/json' "${@:2}"; }

# Waits until the run has opened a task, and prints what it asks for.
opened() {
  for _ in $(seq 120); do
    if as sam "$run/tasks/$1" > "$files/task.json" 2> /dev/null; then
      echo "== $(pick 'd["title"]' < "$files/task.json")"
      return
    fi
    sleep 0.5
  done
  echo "The task $1 did not open within a minute:" >&2
  as sam "$run" >&2
  exit 1
}

# Answers a task as sam. What the simulated cloud does not show yet is refused: the same answer is accepted a moment later.
answer() {
  for _ in $(seq 60); do
    if as sam "$run/tasks/$1/answer" "${@:2}" > "$files/answer.json"; then
      echo "   accepted"
      return
    fi
    sleep 1
  done
  cat "$files/answer.json" >&2
  exit 1
}
form() { answer "$1" -H 'Content-Type: application/json' -d "$2"; }

echo "== Start (kim)"
json kim "$api/runbooks/connect-federation/runs" -d "@$request" | pick 'd["id"] + ": " + d["status"]'
run=$api/runs/connect-federation.contact-center-prod

# The approval names the hash of the plan that was read, and its warnings.
opened approve-plan.approval.1
as lee "$run/plan" | pick 'json.dumps({"action": "approve", "planHash": d["hash"],
  "acknowledged": [f["id"] for f in d["findings"] if f["severity"] == "WARNING"]})' > "$files/approval.json"
json lee "$run/tasks/approve-plan.approval.1/answer" -d "@$files/approval.json" > /dev/null
echo "   approved (lee): $(pick 'd["planHash"]' < "$files/approval.json")"

# A document is sent in a form of two parts: answer and file.
opened identity-center-metadata.human-step.1
curl -sS "$console/identity-source/metadata" -o "$files/sp.xml"
answer identity-center-metadata.human-step.1 \
  -F 'answer={"action": "submit"};type=application/json' -F "file=@$files/sp.xml"

opened identity-source.human-step.1
as sam "$run/artifacts/entra-federation-metadata.xml" -o "$files/entra.xml"
python3 -c 'import json, sys; print(json.dumps({"metadata": open(sys.argv[1]).read(), "confirmation": "ACCEPT"}))' \
  "$files/entra.xml" | curl -sS -X PUT "$console/identity-source" -d @- > /dev/null
form identity-source.human-step.1 '{"action": "confirm"}'

# Endpoint and token are fields of the answer. The API encrypts the token before it stores the answer.
opened scim-token.human-step.1
curl -sS -X POST "$console/provisioning" -d '{}' > "$files/provisioning.json"
form scim-token.human-step.1 "$(pick 'json.dumps({"action": "submit", "endpoint": d["scimEndpoint"], "token": d["accessToken"]})' \
  < "$files/provisioning.json")"

# The task shows the values to copy into the console.
opened connect-application.human-step.1
relay=$(pick '[v["value"] for v in d["values"] if v["label"] == "Relay state"][0]' < "$files/task.json")
app=$(curl -sS "$console/applications" -d "{
  \"catalog\": \"Amazon Connect\",
  \"acsUrl\": \"https://eu-central-1.signin.aws.amazon.com/saml\",
  \"audience\": \"urn:amazon:webservices\",
  \"relayState\": \"$relay\"}" | pick 'd["id"]')
curl -sS "$console/applications/$app/metadata" -o "$files/metadata.xml"
answer connect-application.human-step.1 \
  -F 'answer={"action": "submit"};type=application/json' -F "file=@$files/metadata.xml"

opened application-settings.human-step.1
curl -sS -X PUT "$console/applications/$app/attribute-mappings" -d '{"mappings": [
  {"attribute": "Subject", "value": "${user:email}", "format": "emailAddress"},
  {"attribute": "https://aws.amazon.com/SAML/Attributes/RoleSessionName", "value": "${user:email}", "format": "unspecified"},
  {"attribute": "https://aws.amazon.com/SAML/Attributes/Role", "format": "unspecified", "value":
   "arn:aws:iam::222222222222:role/AmazonConnectFederation,arn:aws:iam::222222222222:saml-provider/AmazonConnect"}]}' > /dev/null
form application-settings.human-step.1 '{"action": "confirm"}'

opened sign-in.human-step.1
curl -sS "$console/sign-in" -d '{"user": "ada@example.com", "application": "Amazon Connect"}' > /dev/null
form sign-in.human-step.1 '{"action": "confirm", "username": "ada@example.com"}'

# The stream ends when the run does. It starts after the event that Last-Event-ID names.
as kim -N -H 'Accept: text/event-stream' -H 'Last-Event-ID: 40' --max-time 60 "$run/events" > "$files/events.txt"
echo "== The end: $(grep -c '^data:' "$files/events.txt") events after number 40, of $(as kim -H 'Accept: application/json' \
  "$run/events?after=0" | pick 'len(d["items"])')"
as kim "$run" | pick 'd["status"] + ": " + d["summary"]'
[ "$(as kim "$run" | pick 'd["status"]')" = SUCCEEDED ]
