import type { ManagedFieldsEntry } from '../types';
import { change, managersOf, newDeployment } from './__testUtils__/deployment';

const REPLICAS = { 'f:spec': { 'f:replicas': {} } };

describe('ownership of ordinary writes', () => {
  it('gives a new object to its maker, with its defaults', () => {
    expect(managersOf(newDeployment())).toEqual({
      'creator Update': {
        'f:spec': {
          'f:progressDeadlineSeconds': {},
          'f:replicas': {},
          'f:revisionHistoryLimit': {},
          'f:selector': {},
          'f:strategy': {
            'f:rollingUpdate': {
              '.': {},
              'f:maxSurge': {},
              'f:maxUnavailable': {},
            },
            'f:type': {},
          },
          'f:template': {
            'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            'f:spec': {
              'f:containers': {
                'k:{"name":"web"}': {
                  '.': {},
                  'f:image': {},
                  'f:imagePullPolicy': {},
                  'f:name': {},
                  'f:resources': {},
                  'f:terminationMessagePath': {},
                  'f:terminationMessagePolicy': {},
                },
              },
              'f:dnsPolicy': {},
              'f:restartPolicy': {},
              'f:schedulerName': {},
              'f:securityContext': {},
              'f:terminationGracePeriodSeconds': {},
            },
          },
        },
      },
    });
  });

  it('moves a field to who changed it last', () => {
    const after = change(newDeployment(), draft => {
      draft.spec.replicas = 5;
    });
    expect(managersOf(after)['editor Update']).toEqual(REPLICAS);
    expect(managersOf(after)['creator Update']).not.toHaveProperty([
      'f:spec',
      'f:replicas',
    ]);
  });

  it('leaves times alone when nothing changed', () => {
    const live = newDeployment();
    const after = change(live, () => {}, { manager: 'creator' });
    expect(after.metadata.managedFields).toEqual(live.metadata.managedFields);
  });

  it('tells the time of the last change of a manager', () => {
    const first = change(newDeployment(), draft => {
      draft.spec.replicas = 5;
    });
    const time = '2026-11-20T02:00:00Z';
    const edit = (draft: typeof first) => {
      draft.spec.replicas = 6;
    };
    const entries = change(first, edit, { time }).metadata.managedFields;
    expect(entries?.map(entry => [entry.manager, entry.time])).toEqual([
      ['creator', '2026-11-20T00:00:00Z'],
      ['editor', time],
    ]);
  });

  it('forgets managers whose fields are gone', () => {
    const labelled = change(newDeployment(), draft => {
      draft.metadata.labels = { a: '1' };
    });
    expect(managersOf(labelled)).toHaveProperty(['editor Update']);
    const after = change(
      labelled,
      draft => {
        delete draft.metadata.labels;
      },
      { manager: 'other' },
    );
    expect(managersOf(after)).toEqual({
      'creator Update': managersOf(newDeployment())['creator Update'],
    });
  });

  it('keeps the status to itself, and everything else from the status', () => {
    const both = (draft: object) => {
      Object.assign(draft, { status: { replicas: 1 } });
      Object.assign(draft, { metadata: { name: 'web', labels: { a: '1' } } });
    };
    const main = change(newDeployment(), both);
    expect(managersOf(main)['editor Update']).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    });
    const status = change(newDeployment(), both, { subresource: 'status' });
    expect(managersOf(status)['editor Update status']).toEqual({
      'f:status': { 'f:replicas': {} },
    });
  });

  it('knows who scaled, but not since when', () => {
    const scale = (to: number) => (draft: { spec: { replicas: number } }) => {
      draft.spec.replicas = to;
    };
    const up = change(newDeployment(), scale(5), { subresource: 'scale' });
    expect(managersOf(up)['editor Update scale']).toEqual(REPLICAS);
    expect(
      up.metadata.managedFields?.find(entry => entry.subresource)?.time,
    ).toBeUndefined();
    // A Scale does not write 0 replicas, so nobody owns them.
    const down = change(up, scale(0), { subresource: 'scale' });
    expect(Object.keys(managersOf(down))).toEqual(['creator Update']);
    expect(JSON.stringify(managersOf(down))).not.toContain('f:replicas');
  });

  it('believes a request that repairs the managers, or resets them', () => {
    const entry: ManagedFieldsEntry = {
      manager: 'kubectl',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: REPLICAS,
    };
    const repaired = change(newDeployment(), draft => {
      draft.metadata.managedFields = [entry];
    });
    expect(managersOf(repaired)).toEqual({ 'kubectl Apply': REPLICAS });
    for (const none of [[], [{}]]) {
      const reset = change(newDeployment(), draft => {
        draft.metadata.managedFields = none as ManagedFieldsEntry[];
      });
      expect(reset.metadata.managedFields).toEqual([]);
      const later = change(reset, draft => {
        draft.spec.replicas = 9;
      });
      expect(later.metadata.managedFields).toEqual([]);
    }
    const careless = change(newDeployment(), draft => {
      delete draft.metadata.managedFields;
    });
    expect(managersOf(careless)).toEqual(managersOf(newDeployment()));
  });

  it('puts the oldest of more than ten updaters together', () => {
    let live = newDeployment();
    for (let index = 0; index < 14; index++) {
      live = change(
        live,
        draft => {
          draft.metadata.labels = {
            ...draft.metadata.labels,
            [`l${index}`]: 'x',
          };
        },
        {
          manager: `m${index}`,
          time: `2026-11-20T01:00:${String(index).padStart(2, '0')}Z`,
        },
      );
    }
    const names = live.metadata.managedFields?.map(({ manager }) => manager);
    expect(names).toHaveLength(10);
    expect(names?.[0]).toBe('ancient-changes');
    expect(managersOf(live)['ancient-changes Update']).toMatchObject({
      'f:metadata': { 'f:labels': { 'f:l0': {}, 'f:l4': {} } },
      'f:spec': { 'f:replicas': {} },
    });
  });
});
