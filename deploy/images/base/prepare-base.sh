#!/bin/bash
# Makes a base image's file system of unpacked Debian packages: libraries, certificates, time zones and the .NET runtime of this machine;
# no shell, no package manager, no program but dotnet.
set -euo pipefail

usage() { echo "usage: prepare-base.sh ROOT DOTNET   (called by mmdebstrap as its extract hook)"; }
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ $# -ne 2 || ! -d "$1/usr" || ! -x "$2/dotnet" ]]; then usage >&2; exit 2; fi
root=$1
dotnet=$2

# The certificates' own script, which would have made this file, needs a shell in the image.
install -d "$root/etc/ssl/certs"
cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"

printf '%s\n' 'root:x:0:0:root:/root:/nonexistent' 'app:x:10001:10001:Medborgarbudget:/app:/nonexistent' >"$root/etc/passwd"
printf '%s\n' 'root:x:0:' 'app:x:10001:' >"$root/etc/group"
printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' >"$root/etc/nsswitch.conf"
install -d -m 1777 "$root/tmp"
install -d "$root/app"

# Unpacking alone leaves no record of what was unpacked; scanners read it here, as in other images without a package manager.
install -d "$root/var/lib/dpkg/status.d"
for package in "$root"/var/cache/apt/archives/*.deb; do
  dpkg-deb -f "$package" >"$root/var/lib/dpkg/status.d/$(dpkg-deb -f "$package" Package)"
done

# What the packages hold besides libraries.
find "$root/usr/bin" "$root/usr/sbin" "$root/bin/" "$root/sbin/" -mindepth 1 -not -type d -delete
rm -rf "$root"/usr/lib/x86_64-linux-gnu/{gconv,perl-base,engines-3,ossl-modules} "$root"/usr/lib/ssl/misc "$root"/usr/share/{perl*,debconf,mime*,bug,lintian,man,info,locale,common-licenses}
rm -rf "$root"/usr/share/ca-certificates "$root"/var/lib/ucf "$root"/etc/{cron*,logrotate.d}
find "$root/usr/share/doc" -mindepth 2 -not -name copyright -not -type d -delete

install -d "$root/usr/share/dotnet/shared"
cp -a "$dotnet"/{dotnet,LICENSE.txt,ThirdPartyNotices.txt,host} "$root/usr/share/dotnet/"
for framework in Microsoft.NETCore.App Microsoft.AspNetCore.App; do
  newest=$(find "$dotnet/shared/$framework" -mindepth 1 -maxdepth 1 -name '10.*' -printf '%f\n' | sort -V | tail -1)
  install -d "$root/usr/share/dotnet/shared/$framework"
  cp -a "$dotnet/shared/$framework/$newest" "$root/usr/share/dotnet/shared/$framework/"
done
chown -R 0:0 "$root/usr/share/dotnet"
# Those of the machine that built it; the engine gives each container its own.
rm -f "$root"/etc/{resolv.conf,hostname} "$root"/usr/share/dotnet/shared/Microsoft.NETCore.App/*/createdump
