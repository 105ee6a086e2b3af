/** English; `zh.ts` has the same keys. Codes of release-common stand as they are: `finding.to-zero`. */
export const messages = {
  menu: 'Actions',
  menuLabel: 'What can be done with {{name}}',
  rollback: 'Rollback…',
  rollbackTo: 'Roll back to this…',
  rollbackToLabel: 'Roll back to revision {{revision}}…',
  deletePod: 'Delete…',
  deletePodLabel: 'Delete the pod {{pod}}…',
  open: {
    'roll-back': 'Roll back…',
    restart: 'Restart…',
    scale: 'Scale…',
    pause: 'Pause…',
    resume: 'Resume…',
    'delete-pod': 'Delete the pod…',
  },
  act: {
    'roll-back': 'Roll back',
    restart: 'Restart',
    scale: 'Scale',
    pause: 'Pause',
    resume: 'Resume',
    'delete-pod': 'Delete the pod',
  },
  title: {
    'roll-back': 'Roll back {{name}}?',
    restart: 'Restart {{name}}?',
    scale: 'Scale {{name}}?',
    pause: 'Pause the Deployment of {{name}}?',
    resume: 'Resume the Deployment of {{name}}?',
    'delete-pod': 'Delete a pod of {{name}}?',
  },
  done: {
    'roll-back': '{{name}} is rolled back on {{cluster}}',
    restart: '{{name}} restarts on {{cluster}}',
    scale: '{{name}} is scaled on {{cluster}}',
    pause: '{{name}} is paused on {{cluster}}',
    resume: '{{name}} is resumed on {{cluster}}',
    'delete-pod': 'A pod of {{name}} is deleted on {{cluster}}',
  },
  will: {
    'roll-back':
      'The pod template goes back to that of the revision; the number of pods stays.',
    restart:
      'All pods are replaced, as the strategy of the Deployment says. Image and configuration stay.',
    scale: 'The number of pods changes; nothing else does.',
    pause:
      'Changes of the Deployment replace no pods until somebody resumes it. Pods that run go on.',
    resume: 'What was changed meanwhile begins to roll at once.',
    'delete-pod':
      'The pod gets its grace time to end; its ReplicaSet makes another in its place.',
  },
  doneHint: 'The rows follow as the cluster does it.',
  where: '{{environment}}: {{cluster}} / {{namespace}}',
  what: 'What will happen',
  field: {
    workload: 'Where',
    revision: 'Revision',
    chooseRevision: 'Choose a revision',
    noRevision: 'There is no revision to go back to.',
    replicas: 'Pods',
    replicasHint: 'Now {{now}}; between {{min}} and {{max}} here.',
    role: 'Of what',
  },
  role: { release: 'release', canary: 'canary' },
  plan: {
    title: 'Plan',
    pending: 'Asking the cluster what would happen…',
    failed: 'The plan could not be made',
    again: 'Plan again',
    changed:
      'Something changed since the plan was made. Here is the new plan: please look at it again.',
    conflict:
      'Somebody was faster: nothing was changed. Here is the new plan: please look at it again.',
  },
  reasonHint: 'Stands in the ledger, beside your name.',
  override: 'Reason for acting in the freeze',
  overrideHint: 'Stands in the ledger: {{freeze}}',
  blocked: {
    reason: 'Please say why.',
    plan: 'The plan is being made.',
    blocking: 'The plan has findings that block it.',
    revision: 'Choose a revision.',
    override: 'Say why you act in the freeze.',
    name: 'Type {{name}}.',
    nowhere: 'Nothing runs that could be rolled back.',
    unknown: 'It is not known yet what you may do here.',
  },
  notNow: 'This cannot be done now',
  cancel: 'Leave it',
  failed: 'It was not done',
  unreachable:
    'No answer. Perhaps it was done: look at the changes before you try again.',
  unknown: {
    title: 'Nobody knows whether it was done: {{name}} on {{cluster}}',
    hint: 'The cluster did not answer. Look at the rows and the changes before you try again.',
    link: 'Changes',
  },
  /** `OPERATION_FINDINGS` */
  finding: {
    'out-of-bounds': 'Only {{min}} to {{max}} pods are allowed here',
    'autoscaler-decides':
      'Autoscaler {{autoscaler}} decides the number: it will set another one',
    'rollout-active':
      'A rollout has this workload: abort it first, or let it end',
    frozen: 'Frozen until {{to}}: {{freeze}}',
    frozenOpen: 'Frozen until somebody ends it: {{freeze}}',
    paused: 'The Deployment is paused and rolls nothing: resume it first',
    'already-paused': 'The Deployment is already paused',
    'not-paused': 'The Deployment is not paused',
    'revision-gone': 'Revision {{revision}} is not there any more',
    'same-template': 'The revision has the template that runs now',
    'config-changed':
      '{{kind}} {{name}} has changed since the revision ran ({{at}}): the pods will read it as it is now',
    'config-gone':
      'The revision reads {{kind}} {{name}}, which is not there any more',
    'next-apply-undoes':
      'The next kubectl apply of the present manifest may undo it',
    'pod-gone': 'The pod {{pod}} is not there any more',
    'no-disruption-allowed':
      'PodDisruptionBudget {{budget}} allows no disruption now',
    'last-ready-pod': 'It is the only ready pod: nothing answers meanwhile',
    'to-zero': 'Nothing will run any more: the service stops answering',
  },
} as const;
