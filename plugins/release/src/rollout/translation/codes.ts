/** English for the codes of release-common, as they stand there. */
export const codes = {
  /** Why something cannot be done now: `ACTION_REASONS`. */
  why: {
    'no-permission': 'You may not do this here: it needs {{permission}}',
    ended: 'The rollout has ended',
    'on-its-way': 'It is already on its way: {{action}}',
    'opens-after-bake': 'Promote opens after the bake, with passing evidence',
    'author-may-not-approve':
      'Somebody else than the author of the rollout has to approve',
    'waits-for-approval': 'Promote opens after the approval',
    'gate-is-automatic':
      'Nothing to do: with passing evidence it promotes by itself',
    'not-paused': 'It is not paused',
    'already-paused': 'It is already paused',
    'no-drift': 'Nothing was changed by others',
    frozen: 'Held by a freeze: {{freeze}}',
    'not-adoptable':
      'The rollout cannot go on with what was found. Override it, or abort',
    'not-overridable':
      'It cannot be set back: what it was like is recorded nowhere. Take it over, or abort',
    'not-readable':
      'Another version of the portal has stored what this one does not understand',
  },
  /** Why a rollout ended: `ROLLOUT_CAUSES`. */
  cause: {
    'aborted-by-person': 'Aborted by {{by}}',
    'superseded-by': 'Another rollout took its place, by {{by}}',
    'evidence-failed': 'Evidence failed: {{check}} ({{provider}})',
    'canary-not-ready':
      'Canary pods in {{workload}} were not ready within {{duration}}',
    'promote-timeout':
      'The promotion of {{workload}} was not complete within {{duration}}',
    'deadline-exceeded':
      'The Deployment in {{workload}} says that its deadline has passed: {{message}}',
    'replicas-refused': 'Pods were refused in {{workload}}: {{message}}',
    'deployment-gone': 'The Deployment {{deployment}} in {{workload}} is gone',
    'namespace-gone': 'The namespace {{namespace}} on {{cluster}} is gone',
    'entity-gone': 'The service is not in the catalog any more',
  },
  /** What it tries again and again: `STUCK_REASONS`, and what a person can do. */
  stuck: {
    'cluster-away': '{{cluster}} does not answer',
    'credentials-refused': '{{cluster}} refuses the portal’s credentials',
    forbidden: '{{cluster}}: the portal may not {{what}}',
    'write-refused': '{{workload}} refuses the change: {{message}}',
    conflicts:
      'Others change {{workload}} faster than the rollout can write to it',
    throttled: '{{cluster}} asks to wait for {{duration}}',
    'release-not-serving': 'The release in {{workload}} has no ready pods',
    'deployment-paused':
      'The Deployment {{deployment}} in {{workload}} is paused in the cluster',
    'deployment-pausedBy':
      'The Deployment {{deployment}} in {{workload}} is paused in the cluster, by {{manager}}',
    'not-readable':
      'This version of the portal does not understand what another one has stored of this rollout',
  },
  remedy: {
    'cluster-away':
      'Look at the cluster. The rollout goes on by itself when it answers; the clock stands meanwhile.',
    'credentials-refused':
      'Ops has to renew the credentials of the portal for this cluster.',
    forbidden: 'Ops has to grant this to the portal’s account on the cluster.',
    'write-refused':
      'Change what refuses it, such as a quota or an admission rule, or abort.',
    conflicts:
      'Find out which controller or person keeps changing it and stop that, or abort.',
    throttled: 'Nothing to do: it goes on as soon as the cluster allows it.',
    'release-not-serving':
      'Bring the release back, for example by scaling it: canary pods that serve are kept until then. Or abort, and they go as well.',
    'deployment-paused':
      'Resume it, for example by kubectl rollout resume: the rollout goes on by itself. The promote timeout runs meanwhile. Or abort.',
    'not-readable':
      'Ops has to bring all replicas of the portal to one version: the newer one goes on with it by itself.',
    other: 'Look at the history below, or abort.',
  },
  /** Why a person has to approve although the policy says automatic. */
  gateReason: {
    'no-traffic-evidence':
      'Nothing measures the traffic of this service, so a person has to approve',
    'release-degraded':
      'The release in {{cluster}} was not healthy at the start, so a person has to approve',
  },
  /** `EVIDENCE_CHECKS` of Kubernetes. */
  check: {
    'crash-loops': 'Pods in a crash loop',
    restarts: 'Restarts',
    'not-ready': 'Pods not ready for too long',
    'out-of-memory': 'Out of memory',
    'image-pulls': 'Image cannot be pulled',
    // `TRAFFIC_CHECKS`
    'success-rate': 'Success rate',
    'average-latency': 'Average latency',
    'latency-p90': 'Latency p90',
    'latency-p99': 'Latency p99',
  },
  /** Why nothing could be measured: `EVIDENCE_PROBLEMS`. */
  evidenceProblem: {
    'no-pods': 'there are no pods to measure',
    'not-observed': 'what is known of the cluster is old',
    'not-measured-yet': 'not measured yet',
    'measured-too-long-ago': 'the last measurement is too old',
    'provider-failed': 'the measurement failed',
    'no-service': 'SkyWalking knows no service {{service}}',
    'skywalking-away': 'SkyWalking {{instance}} does not answer',
    'skywalking-timeout': 'SkyWalking {{instance}} does not answer in time',
    'skywalking-refused': 'SkyWalking {{instance}} refuses the credentials',
    'skywalking-throttled': 'SkyWalking {{instance}} asks to wait',
    'skywalking-too-large': 'SkyWalking {{instance}} answers too much',
    'skywalking-unexpected':
      'SkyWalking {{instance}} answers something unexpected',
    'skywalking-not-supported':
      'this version of SkyWalking {{instance}} cannot measure it',
  },
  /** `EVIDENCE_REASONS` */
  evidenceReason: {
    'out-of-memory': 'Out of memory',
    'release-as-bad':
      'The release does the same: {{canary}} in the canary, {{release}} in the release',
    'too-few-requests': '{{requests}} requests so far, {{needed}} are needed',
    'no-release-traffic': 'The release gets no requests to compare with',
    'no-data': 'No data',
    'may-be-chance': 'May be chance: {{requests}} requests so far',
    'lower-success-rate': 'Fails more often than the release',
    slower: 'Slower than the release',
  },
  /** `OBSERVATION_PROBLEMS` */
  observation: {
    connecting: '{{cluster}} is being connected to',
    'evidence-unknown': 'the evidence is unknown ({{provider}})',
  },
  /** How the portal stands with a cluster. */
  clusterStatus: {
    connecting: 'being connected to',
    live: 'live',
    stale: 'behind',
    unreachable: 'no answer',
    unauthorized: 'credentials refused',
    unsupported: 'needs a person to sign in',
    unknown: 'not known',
  },
  /** Why a canary cannot be made. */
  canaryWhy: {
    selector: 'its pods could not be told from those of the release',
    exists: 'there is one of that name, which is not read yet',
    forbidden: 'the portal may not',
    other: 'the cluster refuses it',
  },
  /** What a plan found: `PREFLIGHT_FINDINGS`. */
  finding: {
    'image-missing': 'The image is not in the registry: {{image}}',
    'image-unknown':
      'The registry could not be asked for {{image}}: {{message}}',
    'no-registry':
      'No configured registry serves {{image}}, so that its digest is not known',
    'digests-differ':
      'The tag means different images in the registries of {{clusters}}',
    'same-image': 'This is what runs already: {{image}}',
    'moving-tag':
      'The tag {{tag}} moves: the rollout pins what it means now by its digest',
    'platform-missing': 'The image is not made for the platform of the nodes',
    'no-release': 'There is no release Deployment',
    'canary-will-be-made':
      'There is no canary yet: {{deployment}} will be made of the release, with 0 replicas',
    'canary-cannot-be-made':
      'The canary {{deployment}} cannot be made: {{why}} {{message}}',
    'canary-busy':
      'The canary {{deployment}} already has {{replicas}} pods of {{image}} ({{manager}})',
    'canary-differs':
      'Canary and release differ in more than the image: {{fields}}',
    'no-readiness-probe':
      '{{container}} in {{deployment}} has no readiness probe: pods get traffic before they are ready',
    'revision-history':
      '{{deployment}} keeps {{limit}} old revisions: kubectl could not roll back',
    'selectors-overlap':
      'Release and canary select each other’s pods ({{deployment}})',
    'service-selects-one':
      'Service {{service}} does not select the {{missing}}: it gets no traffic',
    'no-service': 'No Service selects the pods',
    'autoscaler-on-release':
      'Autoscaler {{autoscaler}} changes the replicas of the release; the rollout leaves them alone',
    'autoscaler-on-canary':
      'Autoscaler {{autoscaler}} scales the canary: it would fight the steps',
    'no-disruption-allowed':
      'PodDisruptionBudget {{budget}} allows no disruption now',
    quota:
      'Quota {{quota}} leaves {{free}} of {{resource}}; the rollout needs {{needed}}',
    'strategy-changes':
      '{{deployment}} allows {{maxUnavailable}} unavailable pods; the promotion goes one pod at a time and never below',
    paused: '{{deployment}} is paused',
    'rollout-active': 'Another rollout is active, by {{author}}',
    frozen: 'Frozen until {{to}}: {{freeze}}',
    drift: 'The clusters run different images: {{from}}',
    'release-degraded':
      'The release {{workload}} is not healthy: with a canary, a person has to approve before the promotion',
    'release-at-zero':
      'The release in {{workload}} has 0 replicas: nothing serves after the rollout',
    'cluster-not-live': '{{cluster}} is not live ({{status}})',
    'read-only': 'The portal may only read on {{cluster}}',
    'not-checked': 'Not checked on {{cluster}}: the portal may not {{what}}',
    'under-minimum':
      '{{field}} is under the minimum of {{minimum}} in this environment',
    'no-traffic-evidence':
      'Nothing measures the traffic of this service: a person has to approve before promote',
    'takes-over': '{{manager}} will own {{fields}} no more',
    'last-applied':
      'The next kubectl apply of the present manifest brings back {{image}}',
    'dry-run-refused': 'The cluster refuses it in a dry run: {{message}}',
  },
  /** `ROLLOUT_EVENTS` */
  event: {
    started: 'Started',
    'step-entered': 'Began: {{step}}',
    'step-ready': 'As wanted; the clock runs',
    'step-completed': 'Done: {{step}}, observed for {{duration}}',
    'write-intended': 'Writes to {{workload}}: {{goal}}',
    'write-settled': 'Written to {{workload}}: {{goal}}: {{result}}',
    'write-settledBare': 'Written: {{result}}',
    'drift-found':
      '{{manager}} changed {{field}} of the {{role}} in {{workload}}: {{found}} instead of {{expected}}',
    'drift-foundTemplate':
      '{{manager}} changed the pod template of the {{role}} in {{workload}}: it is {{found}}',
    'drift-resolved': 'The change of others was settled: {{choice}}',
    paused: 'Paused',
    resumed: 'Resumed',
    approved: 'Approved',
    promoted: 'Promote pressed',
    'abort-requested': 'Abort pressed',
    failed: 'Failed: {{cause}}',
    'observation-lost':
      'Nothing is observed, {{observation}}: the clock stands',
    'observation-lostBare': 'Nothing is observed: the clock stands',
    'observation-regained': 'Observed again after {{duration}}',
    held: 'Held by a freeze: {{freeze}}',
    released: 'The freeze is over',
    stuck: 'Stuck: {{stuck}}',
    unstuck: 'Not stuck any more',
    ended: 'Ended: {{outcome}}',
  },
  /** What a write brings about. */
  goal: {
    'create-canary': 'make the canary',
    'set-canary-image': 'set the image of the canary',
    'scale-canary': 'scale the canary',
    promote: 'set the image of the release',
    revert: 'bring back the release as it was',
    fence: 'shut out late writes',
  },
  result: {
    done: 'done',
    observed: 'it is so',
    conflict: 'somebody was faster, nothing was changed',
    owned: 'others own what it sets, nothing was changed',
    refused: 'refused, nothing was changed',
    unknown: 'no answer; it is read back',
  },
  /** What of a Deployment somebody else changed. */
  field: {
    image: 'image',
    replicas: 'replicas',
    template: 'pod template',
    deployment: 'Deployment',
  },
  /** What stands in the place of a pod template. */
  template: {
    recorded: 'as recorded',
    changed: 'another than the recorded one',
    edited: 'edited beside its image',
  },
  role: { release: 'release', canary: 'canary' },
  choice: { adopt: 'taken over', override: 'overridden' },
  /** Problems of `GET /images`. */
  image: {
    'no-registry':
      'No configured registry serves {{host}}: type the tag that you want.',
    'registry-away':
      '{{host}} does not answer: type the tag that you want, or try again.',
    'registry-refuses':
      '{{host}} refuses the portal: type the tag that you want. Ops can mend the credentials.',
    cut: 'The newest {{shown}} of {{total}} tags are shown; type any other.',
  },
} as const;
