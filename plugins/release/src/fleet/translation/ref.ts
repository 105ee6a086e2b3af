import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the fleet: the page, its table, and what wants a look. */
export const fleetTranslationRef = createTranslationRef({
  id: 'release.fleet',
  messages: {
    page: {
      services: 'Services',
    },
    scope: {
      label: 'Whose services',
      mine: 'Mine',
      all: 'All',
    },
    filter: {
      label: 'Filter services',
      placeholder: 'Name, team, version…',
      state: 'State',
      any: 'Any state',
      trouble: 'In trouble',
    },
    table: {
      label: 'Services by environment',
      service: 'Service',
      troubleFirst: 'trouble first',
      orderHeld: 'order held',
      orderHeldHint:
        'Rows keep their places while you point at the table or move in it',
      count: '{{shown}} of {{total}}',
      nothing: 'not here',
      unread: 'not known',
    },
    cell: {
      differs: 'differs',
      differsFrom: 'differs from {{cluster}}',
      canary: 'canary {{ready}}/{{desired}}',
      canaryStep: 'canary {{step}}/{{steps}}',
      noAnswer: 'no answer,',
      refused: 'credentials refused, last known',
      workloads: '{{number}} workloads, the worst is shown',
    },
    cluster: {
      connecting: 'Connecting',
      stale: 'Behind for {{duration}}',
      unreachable: 'No answer for {{duration}}',
      unauthorized: 'Refuses the portal for {{duration}}',
      unsupported: 'Needs a person to sign in',
      forbidden: 'May not {{what}}',
      notRead: 'Not read yet',
    },
    problem: {
      cut: 'The first {{shown}} of {{total}} services are shown.',
    },
    empty: {
      mine: 'You own no services that run anywhere',
      mineHint:
        'Services appear when they are in the catalog, owned by you or a team of yours, and granted a namespace.',
      all: 'No services run anywhere yet',
      allHint:
        'They appear when the catalog knows them and a namespace is granted to their owners.',
      filtered: 'No service matches',
      showAll: 'Show all services',
      clear: 'Clear the filter',
    },
  },
  translations: { zh: () => import('./zh') },
});
