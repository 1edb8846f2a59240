#!/usr/bin/env bash
# How time and memory grow with the mailbox: the whole run over new messages, each about a recipient of its own, with a
# heap of 256 MB; then the run that finds nothing new, and the one that finds ten new messages.
#   src/bench/scale.sh [COUNT…]      default: 20000 200000; 1000000 takes an hour with the making of the mailbox, and 10 GB
# Needs Debian's dovecot-imapd, python3 and GNU time; leaves everything below target/bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -gt 0 ] || set -- 20000 200000
work=$PWD/target/bench port=14390
kinds=(samples/{rfc3464,exchange,exim,gmail,restricted,qmail,delayed,complaint,autoreply})
mkdir -p "$work"
src/bench/dovecot.sh start "$work/dovecot" $port
trap 'src/bench/dovecot.sh stop "$work/dovecot"' EXIT
jobs/bouncescan --version >/dev/null                               # builds on first use
printf secret >"$work/password"

run() { # LABEL: one line of the table
  local out
  out=$(/usr/bin/time -f '%e %U %S %M' -o "$work/time" env BOUNCESCAN_JAVA_OPTS=-Xmx256m jobs/bouncescan run "$work/job.yml") ||
    [ $? -eq 3 ] || { echo "$1 failed: $out" >&2; exit 1; }
  tail -1 "$work/time" | awk -v label="$1" -v read="$(sed 's/.* read=\([0-9]*\).*/\1/' <<<"$out")" '{
    printf "%-22s %9d %9.2f %11.2f %16s %9.0f\n", label, read, $1, $2 + $3,
      read < 1000 ? "" : sprintf("%.3f", ($2 + $3) * 1000 / read), $4 / 1024 }'
}

printf '%-22s %9s %9s %11s %16s %9s\n' "" messages seconds "processor s" "ms a message" "peak MB"
for count in "$@"; do
  user=scale$count mail=$work/dovecot/mail/scale$count/Maildir
  src/bench/dovecot.sh mailbox "$work/dovecot" "$user" "$count" "${kinds[@]}" --distinct >/dev/null
  rm -rf "$work/output" "$work/ledger.db"*
  cat >"$work/job.yml" <<YAML
mailboxes:
  - name: bench
    host: 127.0.0.1
    port: $port
    tls: none
    user: $user
    password: file:$work/password
output: {folder: $work/output}
ledger: {path: $work/ledger.db}
YAML
  run "$count new"
  run "$count old"
  python3 src/bench/genmail.py "$mail" 10 "${kinds[@]}" --distinct --from "$count" >/dev/null
  chown -R vmail "$mail/cur"
  run "$count old, 10 new"
done
