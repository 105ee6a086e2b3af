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

# What the portal answers; what it says against it goes to standard error. Fails with 22 for what stays refused however
# often it is asked, with 24 for what it does not know, with 1 for what may pass.
portal() {
  local answer status said
  answer=$(curl --silent --show-error --max-time 60 --write-out '\n%{http_code}' \
    --header "Authorization: Bearer $PILOTHOUSE_TOKEN" --header 'Content-Type: application/json' "$@") || return 1
  status=${answer##*$'\n'}
  answer=${answer%$'\n'*}
  case $status in
    2??) printf '%s\n' "$answer"; return ;;
  esac
  said=$(jq --raw-output '.error.message // .' <<< "$answer" 2> /dev/null) || said=$answer
  echo "The portal answers $status: ${said:0:1000}" >&2
  case $status in
    404) return 24 ;;
    408 | 429 | 5??) return 1 ;;
    *) return 22 ;;
  esac
}

is_so() {
  jq --exit-status "$1" <<< "$2" > /dev/null
}

# Starts a rollout as it was planned. The key makes it one rollout however often a job sends it; a job that is tried again is
# another one, and so does not get back what has failed before.
start_rollout() {
  local start=$1 attempt=1 code rollout
  while true; do
    code=0
    rollout=$(portal --data "$start" "$api/rollouts") || code=$?
    [ "$code" -ne 0 ] || break
    if [ "$code" -ge 22 ] || [ "$attempt" -ge 3 ]; then return 1; fi
    attempt=$((attempt + 1))
    sleep 3
  done
  printf '%s\n' "$rollout"
}

# Waits until a rollout has ended, or goes on only when somebody has decided.
follow() {
  local rollout=$1 id state code failures=0
  id=$(jq --raw-output .id <<< "$rollout")
  echo "Rollout $id"
  while true; do
    state=$(jq --raw-output .state <<< "$rollout")
    if is_so '.endedAt != null' "$rollout"; then
      jq --raw-output '.state, .cause // empty' <<< "$rollout"
      if [ "$state" = succeeded ]; then return; fi
      echo "Rollout $id has ended as $state, without $version in $environment; see $page" >&2
      return 1
    fi
    # In a protected environment it takes days, and people: the portal tells them.
    if is_so .protected "$rollout"; then
      echo "It goes on in the portal: $page"
      return
    fi
    case $state in
      waiting-for-person) echo "It waits at its gate for somebody to let it go on: $page"; return ;;
      paused) echo "It is paused, until somebody lets it go on: $page"; return ;;
      held) echo "It is held by a freeze, and goes on after it: $page"; return ;;
    esac
    sleep 3
    code=0
    rollout=$(portal "$api/rollouts/$id") || code=$?
    while [ "$code" -ne 0 ]; do
      failures=$((failures + 1))
      # A portal that is started anew is away for a while; one that refuses goes on refusing.
      if [ "$failures" -ge 20 ] || { [ "$code" -ge 22 ] && [ "$failures" -ge 3 ]; }; then
        echo "Rollout $id cannot be followed any longer; see $page" >&2
        return 1
      fi
      sleep 3
      code=0
      rollout=$(portal "$api/rollouts/$id") || code=$?
    done
    failures=0
  done
}

# What a rollout would do. The catalog gets to know a new service while its first pipeline runs, for up to five minutes.
plan_rollout() {
  local request=$1 attempt=1 most code plan
  while true; do
    code=0
    plan=$(portal --data "$request" "$api/rollouts/plan") || code=$?
    [ "$code" -ne 0 ] || break
    case $code in
      24) most=30 ;;
      1) most=5 ;;
      *) return 1 ;;
    esac
    if [ "$attempt" -ge "$most" ]; then return 1; fi
    attempt=$((attempt + 1))
    sleep 10
  done
  printf '%s\n' "$plan"
}

# The rollout of this version that is under way: begun by an earlier try of the job, or by whoever made the service.
under_way() {
  local active rollout
  active=$(jq --raw-output \
    '[.findings[] | select(.code == "rollout-active" and .severity == "blocking") | .params.rollout][0] // empty' <<< "$1")
  [ -n "$active" ] || return 1
  rollout=$(portal "$api/rollouts/$active") || return 1
  [ "$(jq --raw-output '.image.tag' <<< "$rollout")" = "$version" ] || return 1
  printf '%s\n' "$rollout"
}

hand_over() {
  local api="$PILOTHOUSE_URL/api/release/v1" request plan start rollout round
  local page="${{ values.house.portalUrl }}/catalog/default/component/$service/deploy"
  request=$(jq --null-input --arg service "component:default/$service" --arg environment "$environment" \
    --arg version "$version" '{ entityRef: $service, environment: $environment, version: $version }')
  for round in 1 2; do
    plan=$(plan_rollout "$request")
    jq --raw-output '.findings[] | "\(.severity): \(.code) \(.params)"' <<< "$plan"
    # A warning says that it runs on some of the clusters only.
    if is_so 'any(.findings[]; .code == "same-image" and .severity == "blocking")' "$plan"; then
      echo "$version runs in $environment already"
      return
    fi
    if rollout=$(under_way "$plan"); then
      follow "$rollout"
      return
    fi
    # What was refused once is; but somebody may have begun the same a moment before.
    [ "$round" -eq 1 ] || break
    # As it was planned, or not at all.
    start=$(jq --argjson request "$request" --arg run "${CI_PIPELINE_ID:-by hand}" \
      --arg key "pipeline-job-${CI_JOB_ID:-$(date +%s)-$$}-$environment" \
      '$request + { fingerprint, reason: "Pipeline \($run)", idempotencyKey: $key }
       + if .protected then { confirmation: .name } else {} end' <<< "$plan")
    if rollout=$(start_rollout "$start"); then
      follow "$rollout"
      return
    fi
  done
  echo "$version was not rolled out in $environment; see $page" >&2
  return 1
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
