import {
  createFrontendPlugin,
  createRouteRef,
  identityApiRef,
  PageBlueprint,
  useApi,
} from '@backstage/frontend-plugin-api';
import { createApp } from '@backstage/frontend-defaults';
import { ConfigReader } from '@backstage/core-app-api';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { signInModule } from '.';

const people = [
  {
    user: 'user:default/li.wei',
    name: '李伟',
    team: 'team-order',
    role: 'approver',
  },
  { user: 'user:default/tang.yi', name: '唐怡', role: 'stranger' },
];

function Me() {
  const identity = useApi(identityApiRef);
  const [name, setName] = useState('');
  return (
    <>
      <button
        onClick={async () =>
          setName((await identity.getProfileInfo()).displayName ?? '')
        }
      >
        Who am I
      </button>
      <output>{name}</output>
      <button onClick={() => identity.signOut()}>Sign out</button>
    </>
  );
}

const home = createFrontendPlugin({
  pluginId: 'test',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/',
        routeRef: createRouteRef(),
        loader: async () => <Me />,
      },
    }),
  ],
});

function open() {
  const app = createApp({
    features: [signInModule, home],
    advanced: {
      configLoader: async () => ({
        config: new ConfigReader({
          app: { title: 'Test', baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: { providers: { landscape: { people } } },
        }),
      }),
    },
  });
  return render(app.createRoot());
}

/** Answers as the auth backend does. */
function answer(status: number) {
  return jest.spyOn(global, 'fetch').mockImplementation(async (_, init) => {
    const user = new Headers(init?.headers).get('x-pilothouse-person');
    const person = people.find(candidate => candidate.user === user);
    return Response.json(
      status === 200
        ? {
            providerInfo: {},
            profile: { displayName: person?.name },
            backstageIdentity: {
              token: `e30.${btoa(JSON.stringify({ exp: 2 ** 31 }))}.x`,
              identity: {
                type: 'user',
                userEntityRef: user,
                ownershipEntityRefs: [user],
              },
            },
          }
        : { error: { name: 'NotFoundError', message: 'User not found' } },
      { status },
    );
  });
}

describe('signing in on the landscape', () => {
  beforeEach(() => sessionStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it('offers the people, is the chosen one, and stays so over a reload', async () => {
    answer(200);
    const user = userEvent.setup();
    const first = open();
    await screen.findByRole('button', { name: /唐怡 no team Signed in, but/ });
    await user.click(
      screen.getByRole('button', { name: /李伟 team-order Leads the team/ }),
    );
    await user.click(await screen.findByRole('button', { name: 'Who am I' }));
    expect(await screen.findByText('李伟')).toBeInTheDocument();
    first.unmount();

    const second = open();
    await user.click(await screen.findByRole('button', { name: 'Who am I' }));
    expect(await screen.findByText('李伟')).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Sign out' }));
    second.unmount();

    open();
    expect(
      await screen.findByRole('heading', { name: 'Who are you today?' }),
    ).toBeInTheDocument();
  });

  it('says why it did not work, and asks again', async () => {
    answer(404);
    const user = userEvent.setup();
    open();
    await user.click(await screen.findByRole('button', { name: /李伟/ }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /try again.*User not found/,
    );
    expect(screen.getByRole('button', { name: /唐怡/ })).toBeEnabled();
  });
});
