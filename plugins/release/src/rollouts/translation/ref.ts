import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the lists of rollouts. */
export const rolloutsTranslationRef = createTranslationRef({
  id: 'release.rollouts',
  messages: {
    title: 'Rollouts',
    label: 'Rollouts, trouble first',
    view: {
      label: 'Which rollouts',
      mine: 'Mine',
      waiting: 'Waiting for me',
      running: 'Running',
      stuck: 'Stuck',
      all: 'All',
    },
    troubleFirst: 'trouble first',
    orderHeld: 'order held',
    orderHeldHint:
      'Rows keep their places while you point at the table or move in it',
    column: {
      service: 'Service',
      version: 'Version',
      state: 'State',
      steps: 'Steps',
      who: 'Who and why',
      age: 'Began',
    },
    to: 'becomes',
    from: 'several versions',
    waitsForMe: 'waits for you',
    troubleFor: '{{what}}, for {{duration}}',
    environment: 'Environment',
    anyEnvironment: 'All environments',
    empty: {
      mine: 'No rollouts of yours',
      mineHint:
        'Those that you start, and those of services that you or a team of yours own.',
      waiting: 'Nothing waits for you',
      waitingHint:
        'Rollouts appear here when they need your approval, or you to promote them.',
      running: 'Nothing is being rolled out',
      runningHint: 'Start one on the Deploy tab of a service.',
      stuck: 'Nothing is stuck',
      stuckHint:
        'Rollouts appear here when they cannot go on, and say what a person can do.',
      all: 'Nothing has been rolled out yet',
      allHint: 'Start one on the Deploy tab of a service.',
      showAll: 'Show all rollouts',
      older: 'Nothing here on this page; older ones may be.',
    },
  },
  translations: { zh: () => import('./zh') },
});
