#!/usr/bin/env bash
# Times the whole nightly run against a local Dovecot, in alternating runs beside what else could do the same work.
#   src/bench/nightly.sh [COUNT] [ROUNDS] [MAIL_DIR] [MBIT] [CONNECTIONS]      defaults: 20000 5 samples 0 1
# Prints, for a server on loopback and one 20 ms away (round trip), there with MBIT/s each way for each connection where that
# is not 0, and a server that compresses: seconds (median of ROUNDS), ratio to the raw reader,
# processor time, and peak memory; on a machine with other work the processor time is what to go by. Contestants:
#   raw       a C program that fetches the same messages and throws them away: the limit
#   run       bouncescan run: JVM start, fetch, read, judge, ledger, reports, settle (keyword)
#   sisimai   mbsync into a Maildir, then libsisimai-perl over it, writing JSON (no ledger, no reports)
# Needs Debian's dovecot-imapd, isync, libsisimai-perl, gcc, python3 and GNU time; leaves everything below target/bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
count=${1:-20000} rounds=${2:-5} mail=${3:-samples} mbit=${4:-0} connections=${5:-1}
work=$PWD/target/bench port=14390 proxy=14392 user=bench$count
mkdir -p "$work"
for need in dovecot mbsync perl cc python3 /usr/bin/time; do
  command -v "$need" >/dev/null || { echo "missing: $need (apt-get install dovecot-imapd isync libsisimai-perl gcc python3 time)" >&2; exit 2; }
done
cc -O2 -o "$work/rawfetch" src/bench/rawfetch.c
cc -O2 -pthread -o "$work/delayproxy" src/bench/delayproxy.c
src/bench/dovecot.sh start "$work/dovecot" $port "$([ "$mbit" = 0 ] || echo imap_zlib)"
"$work/delayproxy" $proxy $port 10 "$mbit" >/dev/null 2>&1 & proxy_pid=$!
trap 'kill $proxy_pid; src/bench/dovecot.sh stop "$work/dovecot"' EXIT
src/bench/dovecot.sh mailbox "$work/dovecot" "$user" "$count" "$mail"
"$work/rawfetch" $port "$user" parseall >/dev/null                 # warms Dovecot's index, as any night but the first finds it
jobs/bouncescan --version >/dev/null                               # builds on first use

timed() { # LABEL COMMAND…: appends "label seconds user system kilobytes"
  local label=$1 out; shift
  out=$(/usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/$label.out" 2>"$work/$label.err" && tail -1 "$work/time") ||
    { [ $? -eq 1 ] && { echo "$label failed:" >&2; tail -5 "$work/$label.err" >&2; exit 1; }; out=$(tail -1 "$work/time"); }
  echo "$label $out" >>"$work/times"
}
job() { # PORT
  cat >"$work/job.yml" <<YAML
mailboxes:
  - name: bench
    host: 127.0.0.1
    port: $1
    tls: none
    user: $user
    password: file:$work/password
    fetch: {connections: $connections}
output: {folder: $work/output}
ledger: {path: $work/ledger.db}
YAML
}
printf secret >"$work/password"
cat >"$work/sisimai.pl" <<'PERL'
use Sisimai; print Sisimai->dump($ARGV[0], 'delivered' => 0, 'vacation' => 0);
PERL
cat >"$work/mbsyncrc" <<RC
FSync no

IMAPStore remote
Host 127.0.0.1
Port PORT
User $user
Pass secret
SSLType None
AuthMechs LOGIN

MaildirStore local
Path $work/maildir/
Inbox $work/maildir/INBOX

Channel bench
Far :remote:
Near :local:
Patterns INBOX
Sync Pull
Create Near
RC
rm -f "$work/times"
for ((i = 0; i < rounds; i++)); do
  for where in local:$port far:$proxy; do
    p=${where#*:} at=${where%%:*}
    timed "raw-$at" "$work/rawfetch" "$p" "$user" parseall
    rm -rf "$work/output" "$work/ledger.db"*
    job "$p"
    timed "run-$at" jobs/bouncescan run "$work/job.yml"
    rm -rf "$work/maildir"; mkdir -p "$work/maildir"; rm -rf ~/.mbsync/:remote:INBOX*
    sed "s/PORT/$p/" "$work/mbsyncrc" >"$work/mbsyncrc.$at"
    timed "sisimai-$at" sh -c "mbsync -q -c '$work/mbsyncrc.$at' bench && perl '$work/sisimai.pl' '$work/maildir/INBOX/new' && perl '$work/sisimai.pl' '$work/maildir/INBOX/cur'"
  done
done
python3 - "$work/times" "$count" <<'PY'
import collections, statistics, sys
t = collections.defaultdict(list)
for line in open(sys.argv[1]):
    label, *numbers = line.split()
    t[label].append([float(n) for n in numbers])
print("%s messages, median of %d" % (sys.argv[2], len(t["raw-local"])))
print("%-8s %9s %9s %12s %11s %14s %8s" % ("", "0 ms", "20 ms", "x raw (0 ms)", "20 ms/0 ms", "processor 0 ms", "peak MB"))
med = lambda k, i=0: statistics.median(row[i] for row in t[k])
cpu = lambda k: statistics.median(row[1] + row[2] for row in t[k])
for who in ("raw", "run", "sisimai"):
    a, b = who + "-local", who + "-far"
    print("%-8s %8.2fs %8.2fs %12.1f %11.2f %13.2fs %8.0f" % (who, med(a), med(b), med(a) / med("raw-local"),
        med(b) / med(a), cpu(a), max(row[3] for row in t[a]) / 1024))
print("run is %.1f times as fast as mbsync and sisimai, and needs %.1f times less processor time"
    % (med("sisimai-local") / med("run-local"), cpu("sisimai-local") / cpu("run-local")))
PY
