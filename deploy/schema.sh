#!/bin/sh
# Makes or updates both databases of Temporal; the connection is in SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER, SQL_PASSWORD.
# A second run changes nothing. Any failure ends it with an error.
set -eu

create() {
  if output=$(temporal-sql-tool --db "$1" create 2>&1); then
    return
  fi
  case $output in
    *"already exists"*) ;;
    *)
      printf '%s\n' "$output" >&2
      exit 1
      ;;
  esac
}

for database in temporal temporal_visibility; do
  create "$database"
  # Keeps the version of a schema that is there.
  temporal-sql-tool --db "$database" setup-schema -v 0.0
  temporal-sql-tool --db "$database" update-schema --schema-name "postgresql/v12/${database#temporal_}"
done
