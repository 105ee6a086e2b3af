import { leaveToOthers } from './leaveToOthers';

const MANAGER = 'pilothouse-manifests';

function live(fieldsV1: object, spec: object, entry: object = {}) {
  return {
    metadata: {
      managedFields: [
        { manager: 'other', operation: 'Update', fieldsV1, ...entry },
      ],
    },
    spec,
  };
}

const IMAGE = { 'f:image': {} };
const app = (fields: object) => ({
  'f:spec': {
    'f:template': {
      'f:spec': { 'f:containers': { 'k:{"name":"app"}': fields } },
    },
  },
});
const podOf = (container: object) => ({
  template: { spec: { containers: [{ name: 'app', ...container }] } },
});

describe('leaveToOthers', () => {
  it('takes nothing from a body when nobody else owns anything', () => {
    const body = { spec: { replicas: 2 } };
    expect(leaveToOthers(body, { metadata: {} }, MANAGER)).toEqual({
      body,
      left: [],
    });
  });

  it('leaves what others have set otherwise, and says whose it is', () => {
    const { body, left } = leaveToOthers(
      { spec: { minReadySeconds: 5, paused: false } },
      live({ 'f:spec': { 'f:minReadySeconds': {} } }, { minReadySeconds: 9 }),
      MANAGER,
    );
    expect(body).toEqual({ spec: { paused: false } });
    expect(left).toEqual([{ field: 'spec.minReadySeconds', manager: 'other' }]);
  });

  it('shares what others have set alike, but no image and no replicas', () => {
    const { body, left } = leaveToOthers(
      {
        spec: {
          replicas: 2,
          minReadySeconds: 5,
          ...podOf({ image: 'a:1', tty: true }),
        },
      },
      live(
        {
          'f:spec': {
            'f:replicas': {},
            'f:minReadySeconds': {},
            ...app({ '.': {}, 'f:name': {}, ...IMAGE })['f:spec'],
          },
        },
        { replicas: 2, minReadySeconds: 5, ...podOf({ image: 'a:1' }) },
      ),
      MANAGER,
    );
    expect(body).toEqual({
      spec: { minReadySeconds: 5, ...podOf({ tty: true }) },
    });
    expect(left).toEqual([]);
  });

  it('does not speak of an item, a list or an object of which nothing is left', () => {
    const { body, left } = leaveToOthers(
      { spec: podOf({ image: 'a:1' }) },
      live(app(IMAGE), podOf({ image: 'a:2' })),
      MANAGER,
    );
    expect(body).toEqual({});
    expect(left).toEqual([
      { field: 'spec.template.spec.containers[app].image', manager: 'other' },
    ]);
  });

  it('finds items by all of their keys, also by those that are left out', () => {
    const ports = (...items: object[]) => ({ ports: items });
    const { body } = leaveToOthers(
      { spec: ports({ port: 80, name: 'http' }, { port: 81, name: 'more' }) },
      live(
        {
          'f:spec': {
            'f:ports': { 'k:{"port":80,"protocol":"TCP"}': { 'f:name': {} } },
          },
        },
        ports({ port: 80, protocol: 'TCP', name: 'web' }),
      ),
      MANAGER,
    );
    expect(body).toEqual({ spec: ports({ port: 81, name: 'more' }) });
  });

  it.each([
    ['ourselves', { manager: MANAGER, operation: 'Apply' }],
    ['a status', { subresource: 'status' }],
  ])('leaves nothing to %s', (_, entry) => {
    const body = { spec: { replicas: 2 } };
    const owned = live(
      { 'f:spec': { 'f:replicas': {} } },
      { replicas: 1 },
      entry,
    );
    expect(leaveToOthers(body, owned, MANAGER).body).toEqual(body);
  });

  it('survives managedFields that make no sense', () => {
    const body = { spec: { replicas: 2, list: [{ name: 'a' }] } };
    for (const fieldsV1 of [
      null,
      'x',
      { 'f:spec': 1 },
      { 'f:spec': { 'f:list': { 'k:{': {} } } },
    ]) {
      const odd = { metadata: { managedFields: [{ fieldsV1 }, null, 7] } };
      expect(leaveToOthers(body, odd, MANAGER).body).toEqual(body);
    }
  });
});
