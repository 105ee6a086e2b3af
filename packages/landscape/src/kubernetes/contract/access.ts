import { resources } from '../resources';
import { textAt } from '../printers/read';
import { configMap, type Fixture } from './fixture';

const { configMaps, deployments, nodes, roleBindings, roles, serviceAccounts } =
  resources;

/** Who is let in, and what they may do. */
export function describeAccess(fixture: () => Fixture): void {
  describe('access', () => {
    const ANN = 'ann@example.com';

    beforeAll(async () => {
      await fixture().create(roles, {
        metadata: { name: 'reader' },
        rules: [
          {
            apiGroups: [''],
            resources: ['configmaps'],
            verbs: ['get', 'list'],
          },
        ],
      });
      await fixture().create(serviceAccounts, { metadata: { name: 'robot' } });
      await fixture().create(roleBindings, {
        metadata: { name: 'readers' },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'Role',
          name: 'reader',
        },
        subjects: [
          { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: ANN },
          {
            kind: 'ServiceAccount',
            name: 'robot',
            namespace: fixture().namespace,
          },
        ],
      });
    });

    it.each(['wrong', ''])(
      'needs a token that is right, not %j',
      async token => {
        const answer = await fixture().send(configMaps, { token });
        // Without a token a server may let in the anonymous user, who may do nothing.
        const status = token
          ? { reason: 'Unauthorized', message: 'Unauthorized', code: 401 }
          : { reason: expect.stringMatching(/^(Unauthorized|Forbidden)$/) };
        expect(answer.body).toMatchObject({ kind: 'Status', ...status });
      },
    );

    it('is what roles give', async () => {
      const read = await fixture().send(configMaps, { as: ANN });
      expect(read.code).toBe(200);
      const write = await fixture().send(configMaps, {
        method: 'POST',
        body: configMap('forbidden'),
        as: ANN,
      });
      expect(write.body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `configmaps is forbidden: User "${ANN}" cannot create resource "configmaps" in API group "" in the namespace "${
          fixture().namespace
        }"`,
        reason: 'Forbidden',
        details: { kind: 'configmaps' },
        code: 403,
      });
    });

    it('is refused in the words of the scope that was asked for', async () => {
      const refusals = await Promise.all([
        fixture().send(deployments, { name: 'x', as: ANN }),
        fixture().send(configMaps, { namespaced: false, as: ANN }),
        fixture().send(nodes, { as: ANN }),
        fixture().client.request('/metrics', { as: ANN }),
      ]);
      expect(
        refusals.map(({ body }) => textAt(Object(body), 'message')),
      ).toEqual([
        `deployments.apps "x" is forbidden: User "${ANN}" cannot get resource "deployments" in API group "apps" in the namespace "${
          fixture().namespace
        }"`,
        `configmaps is forbidden: User "${ANN}" cannot list resource "configmaps" in API group "" at the cluster scope`,
        `nodes is forbidden: User "${ANN}" cannot list resource "nodes" in API group "" at the cluster scope`,
        `forbidden: User "${ANN}" cannot get path "/metrics"`,
      ]);
    });

    it('of a service account comes with its token', async () => {
      const asked = await fixture().send(serviceAccounts, {
        method: 'POST',
        name: 'robot',
        subresource: 'token',
        body: { spec: { expirationSeconds: 600 } },
      });
      expect(asked.code).toBe(201);
      const token = textAt(Object(asked.body), 'status.token');
      const read = await fixture().send(configMaps, { token });
      expect(read.code).toBe(200);
      const refused = await fixture().send(deployments, { token });
      expect(refused.text).toContain(
        `User \\"system:serviceaccount:${
          fixture().namespace
        }:robot\\" cannot list`,
      );
      const impersonating = await fixture().send(configMaps, {
        token,
        as: ANN,
      });
      expect(impersonating.body).toMatchObject({
        code: 403,
        message: `configmaps is forbidden: User "system:serviceaccount:${
          fixture().namespace
        }:robot" cannot impersonate-on:user-info:list resource "configmaps" in API group "" in the namespace "${
          fixture().namespace
        }"`,
      });
    });

    it('can be asked about beforehand', async () => {
      const ask = async (verb: string) => {
        const answer = await fixture().client.request(
          '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
          {
            method: 'POST',
            as: ANN,
            body: {
              spec: {
                resourceAttributes: {
                  namespace: fixture().namespace,
                  verb,
                  resource: 'configmaps',
                },
              },
            },
          },
        );
        return answer.body;
      };
      expect(await ask('list')).toMatchObject({ status: { allowed: true } });
      expect(await ask('delete')).toMatchObject({ status: { allowed: false } });
    });
  });
}
