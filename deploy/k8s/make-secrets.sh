#!/bin/bash
# Makes every Secret that the manifests name and nothing else makes, with new values, and writes them as YAML. Nothing is kept on disk.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: deploy/k8s/make-secrets.sh local|cluster | kubectl apply -f -
local also makes what an operator makes elsewhere (rabbitmq-default-user) or has instead (postgres-superuser).
Once for an installation: new keys open nothing that the old ones closed. Keep identity-keys, identity-kek and voting-keys apart from the
databases' backups. identity-brokers (overlay prod) has your own clients at the e-ID brokers and is not made here. Needs openssl.
TEXT
}
if [[ "${1:-}" == "-h" ]]; then usage; exit 0; fi
if [[ "${1:-}" != "local" && "${1:-}" != "cluster" ]]; then usage >&2; exit 2; fi

services=(budget proposal screening identity voting decision followup network)
random() { openssl rand -hex 24; }
secret() { # secret NAME TYPE KEY VALUE...
  printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: medborgarbudget\ntype: %s\ndata:\n' "$1" "$2"
  shift 2
  while [[ $# -gt 0 ]]; do
    printf '  %s: %s\n' "$1" "$(printf '%s' "$2" | base64 -w0)"
    shift 2
  done
}
# A private key as Identity keeps it: an id taken from the public part, when it was made, PKCS#8.
stored() {
  local pem id
  pem=$(openssl genpkey -quiet "$@")
  id=$(openssl pkey -pubout -outform DER <<<"$pem" | openssl dgst -sha256 -binary | head -c 12 | base64 -w0 | tr '+/' '-_')
  printf '{"id":"%s","created":"%s","pkcs8":"%s"}' "$id" "$now" "$(openssl pkcs8 -topk8 -nocrypt -outform DER <<<"$pem" | base64 -w0)"
}
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
p256=(-algorithm EC -pkeyopt ec_paramgen_curve:P-256)

for service in "${services[@]}"; do
  password=$(random)
  secret "$service-database" kubernetes.io/basic-auth username "$service" password "$password" connection-string \
    "Host=postgres;Username=$service;Password=$password;Database=$service;Maximum Pool Size=20"
done
for client in budget proposal screening voting decision followup network gateway web; do secret "$client-client" Opaque secret "$(random)"; done
password=$(random)
secret redis Opaque password "$password" connection-string "redis:6379,password=$password"
secret waiting-room Opaque key "$(openssl rand -base64 32)"
secret web-keys Opaque web.key "$(openssl rand -base64 32)"
secret voting-keys Opaque voting.keys "$(openssl genpkey -quiet "${p256[@]}")"
secret identity-keys Opaque identity.keys "$(printf '{"version":1,"master":"%s","access":[%s],"ballot":[%s]}' \
  "$(openssl rand -base64 32)" "$(stored "${p256[@]}")" "$(stored -algorithm RSA -pkeyopt rsa_keygen_bits:2048)")"
secret identity-kek Opaque kek.keys "$(printf '{"format":1,"name":"pseudonym-keys","keys":[{"version":1,"created":"%s","secret":"%s"}]}' \
  "$now" "$(openssl rand -base64 32)")"
if [[ "$1" == "local" ]]; then
  password=$(random)
  secret rabbitmq-default-user Opaque username medborgarbudget password "$password" connection_string \
    "amqp://medborgarbudget:$password@rabbitmq:5672/"
  secret postgres-superuser Opaque password "$(random)"
fi
