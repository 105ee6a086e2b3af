import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words that all screens of Pilothouse share. */
export const pilothouseReactTranslationRef = createTranslationRef({
  id: 'pilothouse-react',
  messages: {
    state: {
      healthy: 'Healthy',
      moving: 'Moving',
      failed: 'Failed',
      attention: 'Wants a look',
      unknown: 'Unknown',
      stopped: 'Stopped',
    },
    role: { release: 'release', canary: 'canary' },
    traffic: {
      split: 'Traffic (est.): release {{release}}, canary {{canary}}',
      none: 'Nothing is ready to take traffic',
    },
    duration: {
      seconds: '{{value}} s',
      minutes: '{{value}} min',
      hours: '{{value}} h',
      days: '{{value}} d',
      ago: '{{duration}} ago',
      ahead: 'in {{duration}}',
    },
    live: {
      live: 'live · {{ago}}',
      polling: 'every {{duration}} · {{ago}}',
      stale: 'not refreshed · {{ago}}',
      reconnecting: 'reconnecting · {{ago}}',
      connecting: 'connecting',
      paused: 'paused · {{ago}}',
    },
    loading: 'Loading…',
    forbidden: {
      title: 'You may not see this',
      hint: 'Its owners, or ops, can tell you who may.',
    },
    error: {
      title: 'This could not be loaded',
      unreachable: 'The portal does not answer. Is the network there?',
      notFound: 'There is nothing here, or not any more.',
      tooMany: 'Too many requests; please wait a moment.',
      badRequest: 'The portal did not take the request (400).',
      signedOut: 'You are not signed in, or not any more.',
      unavailable: 'This is not available just now ({{status}}).',
      server: 'The portal made a mistake ({{status}}).',
      retry: 'Try again',
    },
    hostile: { cut: '{{number}} more characters' },
  },
  translations: { zh: () => import('./zh') },
});
