import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the home page. */
export const homePageTranslationRef = createTranslationRef({
  id: 'app.home',
  messages: {
    greeting: {
      morning: 'Good morning, {{name}}',
      noon: 'Good afternoon, {{name}}',
      afternoon: 'Good afternoon, {{name}}',
      evening: 'Good evening, {{name}}',
    },
    welcome: 'Welcome',
    noTeam: 'in no team',
    needs: {
      title: 'Needs you',
      label: 'What needs you',
      nothing: 'Nothing needs you',
      nothingHint: 'All that you own is well, as far as its clusters answer.',
      noServices: 'You own no services yet',
      noServicesHint:
        'Find what there is in the catalog, or look at what other teams run.',
      more: '{{number}} more',
      open: 'Open',
      openWhat: 'Open {{what}}',
      show: 'Show',
      showWhat: 'Show what runs on {{what}}',
      waiting: 'Waits for you',
      stuck: 'Stuck',
      review: 'Review',
      reviewWhat: 'Review the rollout of {{what}}',
      startedBy: 'started by {{person}} {{duration}} ago',
      stuckFor: '{{what}}, for {{duration}}',
      noRollouts: 'Not known',
      noRolloutsWhat: 'Rollouts',
      noRolloutsDetail: 'which rollouts wait for you cannot be read just now',
      failed: 'Failed',
      differs: 'Differs',
      noAnswer: 'No answer',
      refused: 'Refused',
      notRead: 'Not read',
      notReadDetail: 'what of yours runs there is not known yet',
      forbiddenDetail:
        'the portal may not {{what}} there; what of yours runs is not known',
      staleTargets_one:
        '{{duration}}; {{count}} of your targets shows its last known state',
      staleTargets_other:
        '{{duration}}; {{count}} of your targets show their last known state',
      refusedTargets_one:
        'the portal’s credentials are not accepted; {{count}} of your targets shows its last known state',
      refusedTargets_other:
        'the portal’s credentials are not accepted; {{count}} of your targets show their last known state',
      unknownTargets: '{{duration}}; nothing of yours is known there',
    },
    rollouts: {
      title: 'Rollouts under way',
      label: 'Rollouts of your services',
      nothing: 'Nothing of yours is being rolled out',
      to: 'becomes',
      all: 'All rollouts',
    },
    services: {
      title: 'My services',
      all: 'All teams',
    },
  },
  translations: { zh: () => import('./zh') },
});
