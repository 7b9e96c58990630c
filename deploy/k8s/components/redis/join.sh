#!/bin/sh
# Makes the nodes one cluster, or introduces them to each other again where all have come back under new addresses. May run at any time.
set -eu
nodes=6
address() { getent hosts "redis-$1.redis-nodes" | awk '{ print $1; exit }'; }
ask() { valkey-cli -h "$1" cluster info | tr -d '\r' | sed -n "s/^$2://p"; }

addresses=""
for i in $(seq 0 $((nodes - 1))); do
  found=$(address "$i")
  [ -n "$found" ] || { echo "redis-$i has no address yet" >&2; exit 1; }
  addresses="$addresses $found"
done
first=${addresses# }
first=${first%% *}

if [ "$(ask "$first" cluster_slots_assigned)" = 0 ] && [ "$(ask "$first" cluster_known_nodes)" = 1 ]; then
  # shellcheck disable=SC2046
  valkey-cli --cluster create $(for one in $addresses; do echo "$one:6379"; done) --cluster-replicas 1 --cluster-yes
else
  # Each to each: a node that has lost another's address does not learn it from a third.
  for one in $addresses; do
    for other in $addresses; do valkey-cli -h "$one" cluster meet "$other" 6379 >/dev/null; done
  done
fi
