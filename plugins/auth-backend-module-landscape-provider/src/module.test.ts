import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import landscapeProvider from '.';

const people = [
  { user: 'user:default/li.wei', name: '李伟' },
  { user: 'tang.yi', name: '唐怡' },
];

const catalog = catalogServiceMock.factory({
  entities: ['li.wei', 'tang.yi', 'root'].map(name => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    spec: { memberOf: name === 'li.wei' ? ['team-order'] : [] },
    relations:
      name === 'li.wei'
        ? [{ type: 'memberOf', targetRef: 'group:default/team-order' }]
        : [],
  })),
});

function start(environment: string, landscape?: object) {
  Object.assign(process.env, { NODE_ENV: environment });
  return startTestBackend({
    features: [
      authPlugin,
      landscapeProvider,
      catalog,
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'https://portal.example' },
          backend: { baseUrl: 'http://localhost:7007' },
          auth: { providers: { ...(landscape && { landscape }) } },
        },
      }),
    ],
  });
}

describe('auth provider landscape', () => {
  const before = process.env.NODE_ENV;
  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: before });
  });

  it('signs in as the person who is asked for, with the teams of the catalog', async () => {
    const { server } = await start('development', { people });
    const response = await request(server)
      .get('/api/auth/landscape/refresh')
      .set('x-pilothouse-person', 'user:default/li.wei')
      .expect(200);
    expect(response.body).toMatchObject({
      profile: { displayName: '李伟' },
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/li.wei',
          ownershipEntityRefs: expect.arrayContaining([
            'group:default/team-order',
          ]),
        },
      },
    });
    await request(server)
      .get('/api/auth/landscape/refresh')
      .set('x-pilothouse-person', 'user:default/tang.yi')
      .expect(200);
  });

  it.each([undefined, '', 'li.wei', 'user:default/root', '__proto__'])(
    'does not sign in %p, who is not on the list',
    async person => {
      const { server } = await start('development', { people });
      const asked = request(server).get('/api/auth/landscape/refresh');
      if (person !== undefined) asked.set('x-pilothouse-person', person);
      const response = await asked.expect(401);
      expect(response.body.error.message).toContain('user:default/li.wei');
    },
  );

  it.each([
    { Host: 'evil.example:7007' },
    { Origin: 'http://evil.example' },
    { Origin: 'null' },
    { Host: 'localhost.evil.example' },
  ])('serves no page from elsewhere: %p', async headers => {
    const { server } = await start('development', { people });
    const response = await request(server)
      .get('/api/auth/landscape/refresh')
      .set({ 'x-pilothouse-person': 'user:default/li.wei', ...headers })
      .expect(401);
    expect(response.body).not.toHaveProperty('backstageIdentity');
  });

  it.each([
    { Origin: 'http://localhost:3000' },
    { Host: 'portal.example', Origin: 'https://portal.example' },
  ])('serves the pages of the portal: %p', async headers => {
    const { server } = await start('development', { people });
    await request(server)
      .get('/api/auth/landscape/refresh')
      .set({ 'x-pilothouse-person': 'user:default/li.wei', ...headers })
      .expect(200);
  });

  it('keeps the backend from starting in production', async () => {
    await expect(start('production', { people })).rejects.toThrow(
      /for development only, but NODE_ENV is "production"/,
    );
  });

  it('can be allowed in production in so many words', async () => {
    const { server } = await start('production', {
      people,
      dangerouslyAllowOutsideDevelopment: true,
    });
    await request(server)
      .get('/api/auth/landscape/refresh')
      .set('x-pilothouse-person', 'user:default/li.wei')
      .expect(200);
  });

  it('is not there when it is not configured', async () => {
    const { server } = await start('production');
    await request(server)
      .get('/api/auth/landscape/refresh')
      .set('x-pilothouse-person', 'user:default/li.wei')
      .expect(404);
  });
});
