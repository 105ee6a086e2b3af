import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** The words of the sign-in page. */
export const signInTranslationRef = createTranslationRef({
  id: 'app.sign-in',
  messages: {
    title: 'Who are you today?',
    intro:
      'This portal runs on the landscape, a simulated company. Choose one of its people; each sees and may do something else.',
    problem:
      'That did not work. Just after the first start the catalog may need some more seconds: try again. ({{reason}})',
    oidc: {
      title: 'Company account',
      message: 'Sign in with your company account',
    },
    role: {
      author: 'Writes services and starts rollouts',
      approver: 'Leads the team and approves rollouts',
      otherTeam: 'Works in another team',
      ops: 'Runs production and answers alerts',
      stranger: 'Signed in, but in no team',
    },
    noTeam: 'no team',
  },
  translations: { zh: () => import('./zh') },
});
