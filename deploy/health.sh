#!/bin/bash
# Whether a process in a container works:
#   health.sh http HOST PORT PATH   it answers this request with 200
set -eu
if [ "${1-}" != http ] || [ $# != 4 ]; then
  sed -n '2,3s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
exec 3<> "/dev/tcp/$2/$3"
printf 'GET %s HTTP/1.0\r\n\r\n' "$4" >&3
read -r -t 5 status <&3
[[ $status == *" 200 "* ]]
