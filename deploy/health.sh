#!/bin/bash
# Whether a process in a container works:
#   health.sh http HOST PORT PATH   it answers this request with 200
#   health.sh temporal              it has a connection to Temporal at TEMPORAL_ADDRESS: the check of the worker, which has no port
set -eu
case ${1-} in
  http)
    exec 3<> "/dev/tcp/$2/$3"
    printf 'GET %s HTTP/1.0\r\n\r\n' "$4" >&3
    read -r -t 5 status <&3
    [[ $status == *" 200 "* ]]
    ;;
  temporal)
    # In these tables a line has the other end's address and port in hexadecimal, and 01 for an established connection.
    port=$(printf '%04X' "${TEMPORAL_ADDRESS##*:}")
    cat /proc/net/tcp /proc/net/tcp6 2> /dev/null | grep -q "^ *[0-9]*: [0-9A-F:]* [0-9A-F]*:$port 01 "
    ;;
  *)
    sed -n '2,4s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
