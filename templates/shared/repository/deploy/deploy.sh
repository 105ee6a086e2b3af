#!/usr/bin/env bash
# Brings a version of this service to an environment: deploy/deploy.sh ENVIRONMENT VERSION [CLUSTER…]
#
# Manifests are applied by kubectl where KUBECONFIG names the clusters (a context of that name for each; the current
# context when none is named). The image is handed to the portal where PILOTHOUSE_URL and PILOTHOUSE_TOKEN say so, which
# makes a rollout of it; otherwise kubectl sets it, and takes it back when the pods do not get ready.
# Replicas, and an image that somebody else has set, are left alone. Needs bash, jq, and curl or kubectl.
set -euo pipefail
cd "$(dirname "$0")/.."

service=${{ values.service.name }}
image=${IMAGE:-${{ values.house.registryHost }}/${{ values.service.system }}/${{ values.service.name }}}
environment=${1:?environment}
version=${2:?version}
shift 2

manager=gitlab-runner
folder=deploy/$environment
[ -d "$folder" ] || { echo "There is no $folder" >&2; exit 2; }

# Takes from a manifest what another manager owns of the live object: images and replicas that a rollout has set.
without_theirs='
  def theirs($path):
    any($live.metadata.managedFields[]? | select(.manager != $manager) | .fieldsV1;
      try (getpath($path) != null) catch false);
  if $live == null then .
  else
    (if theirs(["f:spec", "f:replicas"]) then del(.spec.replicas) else . end)
    | if .spec.template.spec.containers? then
        .spec.template.spec.containers |= map(
          if theirs(["f:spec", "f:template", "f:spec", "f:containers", "k:{\"name\":\"\(.name)\"}", "f:image"])
          then del(.image) else . end)
      else . end
  end'

apply() {
  local object live
  kubectl "$@" create --dry-run=client --output=json --filename="$folder" | jq --compact-output . |
    while read -r object; do
      # What comes in by a pipe, kubectl answers with a list.
      live=$(kubectl "$@" get --ignore-not-found --show-managed-fields --output=json --filename=- <<< "$object" |
        jq 'if has("items") then .items[0] else . end')
      jq --arg manager "$manager" --argjson live "${live:-null}" "$without_theirs" <<< "$object" |
        kubectl "$@" apply --server-side --force-conflicts --field-manager="$manager" --filename=-
    done
}

set_image() {
  local namespace
  namespace=$(kubectl "$@" create --dry-run=client --output=json --filename="$folder" |
    jq --raw-output --slurp 'map(select(.kind == "Deployment"))[0].metadata.namespace')
  kubectl "$@" --namespace="$namespace" set image --field-manager=gitlab-release \
    "deployment/$service" "$service=$image:$version"
  if ! kubectl "$@" --namespace="$namespace" rollout status "deployment/$service" --timeout=10m; then
    kubectl "$@" --namespace="$namespace" rollout undo "deployment/$service"
    echo "$version does not get ready in $environment; the version before it is back" >&2
    return 1
  fi
}

portal() {
  curl --silent --show-error --fail-with-body --max-time 60 \
    --header "Authorization: Bearer $PILOTHOUSE_TOKEN" --header 'Content-Type: application/json' "$@"
}

hand_over() {
  local api="$PILOTHOUSE_URL/api/release/v1" request plan start rollout id
  request=$(jq --null-input --arg service "component:default/$service" --arg environment "$environment" \
    --arg version "$version" '{ entityRef: $service, environment: $environment, version: $version }')
  plan=$(portal --data "$request" "$api/rollouts/plan")
  jq --raw-output '.findings[] | "\(.severity): \(.code) \(.params)"' <<< "$plan"
  if jq --exit-status 'any(.findings[]; .code == "same-image")' <<< "$plan" > /dev/null; then
    echo "$version runs in $environment"
    return
  fi
  # As it was planned, or not at all. The key makes a second try of the job harmless.
  start=$(jq --argjson request "$request" --arg run "${CI_PIPELINE_ID:-by hand}" \
    --arg key "pipeline-${CI_PIPELINE_ID:-$version}-$environment" \
    '$request + { fingerprint, reason: "Pipeline \($run)", idempotencyKey: $key }
     + if .protected then { confirmation: .name } else {} end' <<< "$plan")
  rollout=$(portal --data "$start" "$api/rollouts") || { echo "$rollout" >&2; return 1; }
  id=$(jq --raw-output .id <<< "$rollout")
  echo "Rollout $id"
  # In a protected environment it takes days, and people: the portal tells them.
  if jq --exit-status .protected <<< "$plan" > /dev/null; then return; fi
  until rollout=$(portal "$api/rollouts/$id") && jq --exit-status .endedAt <<< "$rollout" > /dev/null; do
    sleep 3
  done
  jq --raw-output '.state, .cause // empty' <<< "$rollout"
  jq --exit-status '.state == "succeeded"' <<< "$rollout" > /dev/null
}

# each_cluster COMMAND CLUSTER…
each_cluster() {
  local command=$1 cluster
  shift
  if [ -z "${1:-}" ]; then
    "$command"
    return
  fi
  for cluster in "$@"; do
    echo "== $cluster"
    "$command" --context="$cluster"
  done
}

if [ -n "${KUBECONFIG:-}" ]; then
  each_cluster apply "$@"
fi
if [ -n "${PILOTHOUSE_TOKEN:-}" ] && [ -n "${PILOTHOUSE_URL:-}" ]; then
  hand_over
elif [ -n "${KUBECONFIG:-}" ]; then
  each_cluster set_image "$@"
else
  echo 'Neither KUBECONFIG nor PILOTHOUSE_TOKEN is set: there is nothing to deploy to' >&2
  exit 2
fi
