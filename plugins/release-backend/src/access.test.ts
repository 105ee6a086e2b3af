import { companyPerTest } from './__testUtils__/companyPerTest';
import { ORDER } from './__testUtils__/startRelease';

const WORKLOAD = 'workloads/prod/prod-beijing/order/order-api';

const company = companyPerTest();

describe('who may ask', () => {
  const everything = [
    `workloads?entityRef=${ORDER}`,
    `${WORKLOAD}?entityRef=${ORDER}`,
    ...['pods', 'revisions', 'events', 'config', 'pods/order-api-0/logs'].map(
      detail => `${WORKLOAD}/${detail}?entityRef=${ORDER}`,
    ),
  ];

  it.each(everything)(
    'is told the same of what is not there and what may not be seen: %s',
    async path => {
      await company.start({
        hidden: new Set([`user:default/stranger ${ORDER}`]),
      });
      const hidden = await company.release.get(path, 'user:default/stranger');
      const missing = await company.release.get(
        path.replace(ORDER, 'component:default/none'),
      );
      for (const { status } of [hidden, missing]) expect(status).toBe(404);
      expect(hidden.body.error.message.replace(ORDER, '')).toBe(
        missing.body.error.message.replace('component:default/none', ''),
      );
      await company.release.get(path).expect(200);
    },
  );

  it('needs the permission: one for workloads, one for logs', async () => {
    const who = 'user:default/other';
    await company.start({
      denied: new Set([
        `${who} release.workload.read ${ORDER}`,
        `user:default/quiet release.workload.logs ${ORDER}`,
      ]),
    });
    for (const path of everything) {
      const isLog = path.includes('/logs');
      const without = await company.release.get(path, who);
      const quiet = await company.release.get(path, 'user:default/quiet');
      expect([without.status, quiet.status]).toEqual(
        isLog ? [200, 403] : [403, 200],
      );
    }
  });

  it.each([
    'workloads/prod/prod-beijing/payment/payment-api',
    'workloads/dev/prod-beijing/order/order-api',
    'workloads/prod/spare/order/order-api',
    'workloads/prod/prod-beijing/order/order-api-canary',
  ])('gets nothing that is not the entity’s: %s', async path => {
    await company.start();
    for (const detail of ['', '/pods', '/events', '/pods/payment-api-0/logs']) {
      const answer = await company.release.get(
        `${path}${detail}?entityRef=${ORDER}`,
      );
      expect(answer.status).toBe(404);
    }
  });

  it('gets no log of a pod that is not the workload’s', async () => {
    await company.start();
    const read = jest.spyOn(
      company.clusters.cluster('prod-beijing'),
      'readPodLog',
    );
    await company.release
      .get(`${WORKLOAD}/pods/payment-api-0/logs?entityRef=${ORDER}`)
      .expect(404);
    expect(read).not.toHaveBeenCalled();
  });
});

describe('what is asked wrong', () => {
  it.each([
    ['workloads', /entityRef: is missing/],
    ['workloads?entityRef=', /entityRef/],
    [
      'workloads?entityRef=order-api',
      /entityRef: has to be one entity reference/,
    ],
    [`workloads?entityRef=${ORDER}&entityRef=${ORDER}`, /entityRef/],
    [
      `workloads/prod/prod-beijing/Order/x?entityRef=${ORDER}`,
      /id of a workload/,
    ],
    [
      `workloads/prod/prod-beijing/..%2F..%2Fx/x/pods?entityRef=${ORDER}`,
      /id of a workload/,
    ],
    [
      `${WORKLOAD}/pods/..%2Fx/logs?entityRef=${ORDER}`,
      /pod: has to be the name/,
    ],
    [
      `${WORKLOAD}/pods/order-api-0/logs?entityRef=${ORDER}&tailLines=0`,
      /tailLines: has to be a whole number from 1 to 5000/,
    ],
    [
      `${WORKLOAD}/pods/order-api-0/logs?entityRef=${ORDER}&tailLines=３`,
      /tailLines/,
    ],
    [
      `${WORKLOAD}/pods/order-api-0/logs?entityRef=${ORDER}&follow=yes`,
      /follow: has to be true or false/,
    ],
    [
      `${WORKLOAD}/pods/order-api-0/logs?entityRef=${ORDER}&container=nginx`,
      /container: order-api-0 has no container "nginx", but order-api/,
    ],
    ['fleet?owned=1', /owned: has to be true or false/],
  ])(
    'is refused with the field and what it may be: %s',
    async (path, message) => {
      await company.start();
      const { body } = await company.release
        .get(encodeURI(decodeURI(path)))
        .expect(400);
      expect(body.error).toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(message),
      });
    },
  );
});
