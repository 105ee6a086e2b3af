import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the form fields; titles and descriptions are those of the template. */
export const goldenPathTranslationRef = createTranslationRef({
  id: 'golden-path',
  messages: {
    name: {
      title: 'Name',
      pattern:
        'Small letters, digits and -, beginning with a letter; 40 at most',
      checking: 'Looking whether the name is free…',
      free: 'The name is free',
      freeSoFar:
        'Free in the catalog; with a system, registry and clusters are asked too',
      unread: 'Free as far as could be asked. No answer from {{places}}.',
      failed: 'Whether the name is free could not be asked: {{message}}',
      entity: 'The catalog has {{ref}} already',
      image: 'There are images in {{repository}} already',
      workload: '{{name}} runs in {{namespace}} on {{cluster}} already',
    },
    environments: {
      title: 'Environments',
      clusters: 'Clusters of {{environment}}',
      protected: 'protected',
      atOnce: 'set up at once',
      later: 'manifests only; it comes there by a rollout',
      failed: 'The environments could not be read',
      none: 'No environment is configured for new services.',
      required: 'Choose at least one environment',
    },
  },
  translations: { zh: () => import('./zh') },
});
