#!/bin/bash
# Finishes a userland whose packages were unpacked but not configured: their own scripts would have made these users, folders and links.
set -euo pipefail

usage() { echo "usage: prepare-userland.sh ROOT   (called by mmdebstrap as its extract hook)"; }
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 1 || ! -d "$1/usr" ]]; then usage >&2; exit 2; fi
root=$1

printf '%s\n' \
  'root:x:0:0:root:/root:/bin/bash' \
  'postgres:x:999:999:PostgreSQL:/var/lib/postgresql:/bin/bash' \
  'redis:x:998:998:Redis:/var/lib/redis:/bin/bash' \
  'rabbitmq:x:997:997:RabbitMQ:/var/lib/rabbitmq:/bin/bash' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'postgres:x:999:' 'redis:x:998:' 'rabbitmq:x:997:' >"$root/etc/group"
printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$root/etc/nsswitch.conf"

install -d -o 999 -g 999 "$root/var/lib/postgresql" "$root/var/lib/postgresql/data"
install -d -o 998 -g 998 "$root/var/lib/redis"
install -d "$root/var/lib/rabbitmq" "$root/var/log/rabbitmq" "$root/etc/rabbitmq"
install -d -m 1777 "$root/tmp" "$root/var/tmp"
install -d "$root/usr/local/bin"
chown -R 997:997 "$root/var/lib/rabbitmq" "$root/var/log/rabbitmq" "$root/etc/rabbitmq"
rm -rf "$root/var/run"
ln -s /run "$root/var/run"

ln -sf mawk "$root/usr/bin/awk"
# PostgreSQL's tools live in a folder named after its version, which differs between Debian releases.
for tool in "$root"/usr/lib/postgresql/*/bin/*; do
  ln -sf "${tool#"$root"}" "$root/usr/local/bin/${tool##*/}"
done

# Not read by any server, and a third of the size.
rm -rf "$root"/usr/share/{doc,man,info,locale,lintian} "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/*
