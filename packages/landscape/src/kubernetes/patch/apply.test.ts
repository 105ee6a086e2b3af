import fc from 'fast-check';
import { ApiError } from '../api-error';
import type { Json, KubeObject } from '../types';
import {
  apply,
  change,
  configuration,
  managersOf,
  newDeployment,
} from './__testUtils__/deployment';
import { FieldSet } from './field-set';
import { resources } from '../resources';
import { schemaFor } from '../schema';
import { contentOf } from './managed-fields';
import { fieldsIn } from './typed';

function container(value: Json): Json {
  return { template: { spec: { containers: [value] } } };
}

function failure(action: () => unknown): ApiError {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('server-side apply', () => {
  it('owns what it applies, and only that', () => {
    const image = container({ name: 'web', image: 'web:2' });
    const after = apply(newDeployment(), configuration(image), { force: true });
    expect(after.spec.template.spec.containers[0].image).toBe('web:2');
    const web = 'k:{"name":"web"}';
    expect(managersOf(after)['portal Apply']).toEqual({
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { [web]: { '.': {}, 'f:image': {}, 'f:name': {} } },
          },
        },
      },
    });
    expect(JSON.stringify(managersOf(after)['creator Update'])).not.toContain(
      'f:image"',
    );
  });

  it('creates, and leaves the defaults to nobody', () => {
    const created = apply(
      undefined,
      configuration({
        selector: { matchLabels: { app: 'web' } },
        ...(container({ name: 'web', image: 'web:1', env: [] }) as object),
      }),
    );
    expect(created.spec.replicas).toBe(1);
    expect(managersOf(created)).toEqual({
      'portal Apply': {
        'f:spec': {
          'f:selector': {},
          'f:template': {
            'f:spec': {
              'f:containers': {
                'k:{"name":"web"}': { '.': {}, 'f:image': {}, 'f:name': {} },
              },
            },
          },
        },
      },
    });
  });

  it('takes the default of a key that the configuration leaves out', () => {
    const port = (extra: object) =>
      container({ name: 'web', ports: [{ containerPort: 80, ...extra }] });
    const live = apply(newDeployment(), configuration(port({})));
    const after = apply(live, configuration(port({ protocol: 'TCP' })));
    expect(JSON.stringify(managersOf(after)['portal Apply'])).toContain(
      'k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}',
    );
    expect(JSON.stringify(after.spec)).toContain(
      '"ports":[{"containerPort":80,"protocol":"TCP"}]',
    );
  });

  it('removes what its only applier drops, and keeps what another holds', () => {
    const labels = { metadata: { labels: { a: '1', b: '1' } } };
    const live = apply(
      newDeployment(),
      configuration({ revisionHistoryLimit: 4 }, labels.metadata),
      { force: true },
    );
    const shared = apply(live, configuration({}, { labels: { a: '1' } }), {
      manager: 'other',
    });
    const after = apply(shared, configuration(undefined));
    expect(after.metadata.labels).toEqual({ a: '1' });
    // Nobody asks for another number any more: the default comes back.
    expect(after.spec.revisionHistoryLimit).toBe(10);
    expect(managersOf(after)).not.toHaveProperty(['portal Apply']);
    expect(after.metadata).toMatchObject({ name: 'web', namespace: 'shop' });
  });

  describe('with conflicts', () => {
    it('names the field and its manager', () => {
      const error = failure(() =>
        apply(newDeployment(), configuration({ replicas: 5 })),
      );
      expect(error.toStatus()).toMatchObject({
        code: 409,
        reason: 'Conflict',
        message:
          'Apply failed with 1 conflict: conflict with "creator" using apps/v1: .spec.replicas',
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "creator" using apps/v1',
              field: '.spec.replicas',
            },
          ],
        },
      });
    });

    it('lists several by manager', () => {
      const live = apply(
        change(newDeployment(), draft => {
          draft.spec.replicas = 4;
        }),
        configuration({ revisionHistoryLimit: 5 }),
        { force: true },
      );
      const wanted = configuration({
        replicas: 6,
        revisionHistoryLimit: 6,
        ...(container({ name: 'web', image: 'web:2' }) as object),
      });
      expect(
        failure(() => apply(live, wanted, { manager: 'ci' })).message,
      ).toBe(
        [
          'Apply failed with 3 conflicts: conflicts with "creator" using apps/v1:',
          '- .spec.template.spec.containers[name="web"].image',
          'conflicts with "editor" using apps/v1:',
          '- .spec.replicas',
          'conflicts with "portal":',
          '- .spec.revisionHistoryLimit',
        ].join('\n'),
      );
    });

    it('takes the fields over when forced', () => {
      const wanted = configuration({ replicas: 5 });
      const after = apply(newDeployment(), wanted, { force: true });
      expect(after.spec.replicas).toBe(5);
      expect(managersOf(after)['creator Update']).not.toHaveProperty([
        'f:spec',
        'f:replicas',
      ]);
    });

    it('has none when both want the same, and both own it then', () => {
      const after = apply(newDeployment(), configuration({ replicas: 3 }));
      const replicas = ['f:spec', 'f:replicas'];
      expect(managersOf(after)['portal Apply']).toHaveProperty(replicas);
      expect(managersOf(after)['creator Update']).toHaveProperty(replicas);
      // As on the real server: nothing changed, so there is no time of the change.
      expect(after.metadata.managedFields?.[0]).not.toHaveProperty('time');
    });

    it('names a subresource', () => {
      const scaled = apply(
        newDeployment(),
        {
          apiVersion: 'autoscaling/v1',
          kind: 'Scale',
          metadata: { name: 'web' },
          spec: { replicas: 7 },
        },
        { manager: 'hpa', subresource: 'scale', force: true },
      );
      expect(scaled.spec.replicas).toBe(7);
      expect(
        failure(() => apply(scaled, configuration({ replicas: 5 }))).message,
      ).toBe(
        'Apply failed with 1 conflict: conflict with "hpa" with subresource "scale": .spec.replicas',
      );
    });
  });

  it('finds a manager for an object that has none', () => {
    const live = newDeployment();
    delete live.metadata.managedFields;
    expect(
      failure(() => apply(live, configuration({ replicas: 5 }))).message,
    ).toBe(
      'Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas',
    );
  });

  it('lets kubectl take over what client-side apply has set', () => {
    const key = 'kubectl.kubernetes.io/last-applied-configuration';
    const lastApplied = JSON.stringify(configuration({ replicas: 3 }));
    const live = newDeployment();
    live.metadata.annotations = { [key]: `${lastApplied}\n` };
    const wanted = configuration({ replicas: 5 });
    expect(failure(() => apply(live, wanted)).reason).toBe('Conflict');
    const after = apply(live, wanted, { manager: 'kubectl' });
    expect(after.spec.replicas).toBe(5);
    expect(after.metadata.annotations?.[key]).toBe(
      `${JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { replicas: 5 },
      })}\n`,
    );
  });

  it.each<[string, Json]>([
    [
      '400 invalid object type: apps/v1, Kind=Foo',
      { apiVersion: 'apps/v1', kind: 'Foo' },
    ],
    [
      '400 invalid object type: /v1, Kind=Deployment',
      { apiVersion: 'v1', kind: 'Deployment' },
    ],
    [
      '400 metadata.managedFields must be nil',
      configuration({}, { managedFields: [] }),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema',
      configuration({ foo: 1 }),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.replicas: expected numeric (int or float), got string',
      configuration({ replicas: 'x' }),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.template.spec.containers[name="web"].image: expected string, got &value.valueUnstructured{Value:5}',
      configuration(container({ name: 'web', image: 5 })),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .spec.template.spec.containers: element 0: associative list with keys may not have non-map elements',
      configuration(container('x')),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): .metadata.finalizers: duplicate entries for key [="a"]',
      configuration({}, { finalizers: ['a', 'a'] }),
    ],
    [
      '500 failed to create typed patch object (shop/web; apps/v1, Kind=Deployment): errors:\n  .spec.paused: expected boolean, got &{yes}\n  .spec.selector: expected map, got &{x}',
      configuration({ paused: 'yes', selector: 'x' }),
    ],
  ])('answers %s', (message, applied) => {
    const error = failure(() => apply(newDeployment(), applied));
    expect(`${error.code} ${error.message}`).toBe(message);
  });

  describe('of any configuration', () => {
    const item = fc.record(
      {
        image: fc.constantFrom('a:1', 'b:2'),
        env: fc.uniqueArray(
          fc.record({
            name: fc.constantFrom('A', 'B', 'C'),
            value: fc.constantFrom('1', '2'),
          }),
          { selector: variable => variable.name },
        ),
        command: fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    );
    const applied = fc
      .record(
        {
          replicas: fc.nat(5),
          minReadySeconds: fc.constantFrom(1, 2),
          containers: fc.dictionary(fc.constantFrom('web', 'side'), item),
          labels: fc.dictionary(
            fc.constantFrom('a', 'b'),
            fc.constantFrom('1', '2'),
          ),
        },
        { requiredKeys: [] },
      )
      .map(({ containers, labels, ...spec }) =>
        configuration(
          {
            ...spec,
            ...(containers && {
              template: {
                spec: {
                  containers: Object.entries(containers).map(
                    ([name, rest]) => ({ name, ...rest }),
                  ),
                },
              },
            }),
          },
          labels && { labels },
        ),
      );
    const schema = schemaFor(resources.deployments);

    it('changes nothing the second time', () => {
      fc.assert(
        fc.property(applied, applied, (first, second) => {
          const live = apply(newDeployment(), first, { force: true });
          const once = apply(live, second, { force: true });
          const later = '2026-11-21T00:00:00Z';
          const again = apply(once, second, { force: true, time: later });
          expect(again).toEqual(once);
        }),
      );
    });

    it('leaves every owned field in the object', () => {
      fc.assert(
        fc.property(applied, applied, (first, second) => {
          let live: KubeObject = newDeployment();
          for (const [manager, body] of [
            ['a', first],
            ['b', second],
            ['a', second],
          ] as const)
            live = apply(live, body, { manager, force: true });
          const present = fieldsIn(contentOf(live), schema);
          for (const { fieldsV1 } of live.metadata.managedFields ?? []) {
            const owned = [...FieldSet.fromJson(fieldsV1).paths()];
            // A list that a manager made is its own as such; the object only shows its items.
            const missing = owned.filter(
              path =>
                !present.has(path) &&
                !path.reduce((set, step) => set.below(step), present).toJson(),
            );
            expect(missing).toEqual([]);
          }
        }),
      );
    });

    it('can be taken back by applying nothing', () => {
      fc.assert(
        fc.property(applied, body => {
          const live = newDeployment();
          const after = apply(live, body, { manager: 'x', force: true });
          const nothing = configuration(undefined);
          const emptied = apply(after, nothing, { manager: 'x' });
          expect(managersOf(emptied)).not.toHaveProperty(['x Apply']);
        }),
      );
    });
  });
});
