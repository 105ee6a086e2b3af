import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of what stands above a runbook. */
export const runbookPageTranslationRef = createTranslationRef({
  id: 'techdocs.runbooks',
  messages: {
    label: 'About this runbook',
    kind: {
      incident: 'Incident runbook',
      change: 'Change runbook',
      drill: 'Drill',
      none: 'Runbook',
    },
    severity: {
      critical: 'critical',
      high: 'high',
      normal: 'normal',
      low: 'low',
    },
    owner: 'owner',
    services: 'services',
    everyService: 'every service',
    alerts: 'alerts',
    rto: 'back within',
    rpo: 'loses at most',
    reviewed: 'reviewed',
    reviewDue: 'review by',
    overdue: 'Review overdue since {{date}}',
    neverDrilled: 'Never drilled',
    faults: 'Front matter: {{fields}}',
    faultsHint:
      'The index cannot read these fields; the runbooks page says what they have to be.',
    more: '+{{number}}',
    moreNames: '{{number}} more: {{names}}',
    index: 'All runbooks',
    otherLanguage: 'Read it in',
    language: { en: 'English', zh: '简体中文' },
    duration: {
      months: '{{value}} months',
      weeks: '{{value}} weeks',
      days: '{{value}} d',
      hours: '{{value}} h',
      minutes: '{{value}} min',
    },
    checklist: {
      label: 'Steps done',
      progress: '{{done}} of {{total}} steps done',
      since: 'begun',
      all: 'All {{total}} steps done',
      local: 'Ticks are yours alone, in this browser.',
      reset: 'Start over',
    },
  },
  translations: { zh: () => import('./zh') },
});
