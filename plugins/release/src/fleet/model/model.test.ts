import type { Fleet, FleetCell } from '@pilothouse/plugin-release-common';
import { generateFleet } from '../__testUtils__/generateFleet';
import { mergeFleet } from './FleetView';
import { cellOf, columnsOf } from './columns';
import { differsFrom } from './drift';
import { filterServices, parseStateFilter } from './filter';
import { fleetLetters } from './letters';
import { signOf, sortByTrouble } from './trouble';

const environments = [
  { name: 'test', protected: false, clusters: ['test'] },
  { name: 'prod', protected: true, clusters: ['prod-a', 'east'] },
];

function cell(where: string, changes: Partial<FleetCell> = {}): FleetCell {
  const [environment, cluster] = where.split('/');
  return {
    environment,
    cluster,
    workloadId: `${where}/ns/x`,
    workloads: 1,
    version: '1.0.0',
    ready: 2,
    desired: 2,
    state: 'healthy',
    drift: false,
    ...changes,
  };
}

function service(title: string, ...cells: FleetCell[]) {
  return {
    entityRef: `component:default/${title}`,
    title,
    owner: 'group:default/team-order',
    system: 'system:default/order',
    mine: true,
    cells,
  };
}

function names(services: { title: string }[]) {
  return services.map(({ title }) => title);
}

describe('mergeFleet', () => {
  const first = generateFleet({ services: 4, columns: 5 });
  const known = mergeFleet(undefined, first, Date.parse(first.now));
  const delta = (changes: Partial<Fleet>): Fleet => ({
    ...first,
    services: [],
    complete: false,
    cursor: 'next',
    ...changes,
  });

  it('puts changes onto what is known, and leaves the rest untouched', () => {
    const [a, b, c, d] = first.services;
    const changed = { ...b, title: 'new name' };
    const added = { ...d, entityRef: 'component:default/added' };
    const merged = mergeFleet(
      known,
      delta({ services: [changed, added], removed: [c.entityRef] }),
      Date.now(),
    );
    expect(merged.services).toEqual([a, changed, d, added]);
    expect(merged.services[0]).toBe(a);
    expect(merged.cursor).toBe('next');
  });

  it('keeps the very same list when nothing changed', () => {
    expect(mergeFleet(known, delta({}), Date.now()).services).toBe(
      known.services,
    );
  });

  it('begins anew with a whole answer, which forgets what is gone', () => {
    const whole = delta({ complete: true, services: [first.services[2]] });
    expect(mergeFleet(known, whole, Date.now()).services).toEqual([
      first.services[2],
    ]);
  });

  it('takes over the clock of the server, but not every flicker of it', () => {
    const at = Date.parse(first.now);
    const skewed = mergeFleet(known, delta({}), at - 60_000);
    expect(skewed.skewMs).toBe(60_000);
    expect(mergeFleet(skewed, delta({}), at - 60_900).skewMs).toBe(60_000);
    expect(mergeFleet(skewed, delta({ now: 'not a time' }), at).skewMs).toBe(
      60_000,
    );
  });
});

describe('columns', () => {
  it('are named after the environment, or the cluster where it has several', () => {
    const columns = columnsOf(environments);
    expect(columns.map(({ title }) => title)).toEqual([
      'test',
      'prod-a',
      'prod · east',
    ]);
    const east = cell('prod/east');
    const one = service('x', cell('test/test'), east);
    expect(cellOf(one, columns[2])).toBe(east);
    expect(cellOf(one, columns[1])).toBeUndefined();
  });
});

describe('sortByTrouble', () => {
  it('puts what is worse first, protected before others, names among equals', () => {
    const services = [
      service('well-10', cell('prod/prod-a')),
      service('well-9', cell('prod/prod-a')),
      service('silent', cell('prod/prod-a', { state: 'unknown' })),
      service('moving', cell('prod/prod-a', { state: 'progressing' })),
      service('differing', cell('prod/east', { drift: true })),
      service('failed-in-test', cell('test/test', { state: 'degraded' })),
      service('failed', cell('prod/east', { state: 'degraded' })),
      service('stopped', cell('prod/east', { state: 'stopped' })),
    ];
    expect(names(sortByTrouble(services, environments))).toEqual([
      'failed',
      'failed-in-test',
      'differing',
      'moving',
      'silent',
      'stopped',
      'well-9',
      'well-10',
    ]);
  });

  it('does not take a rollout that goes through clusters for drift', () => {
    expect(
      signOf(cell('prod/east', { state: 'progressing', drift: true })),
    ).toBe('moving');
  });
});

describe('filterServices', () => {
  const services = [
    service('order-api', cell('prod/prod-a', { version: '1.4.0' })),
    service(
      'coupon-api',
      cell('prod/prod-a', { canaryVersion: '0.9.8', state: 'degraded' }),
    ),
    { ...service('pay', cell('test/test')), owner: 'group:default/team-pay' },
  ];
  const wordOf = (kind: string) => (kind === 'failed' ? '失败' : kind);
  const found = (text: string, state?: string) =>
    names(
      filterServices(
        services,
        { text, state: parseStateFilter(state ?? null) },
        { wordOf },
      ),
    );

  it.each([
    ['', ['order-api', 'coupon-api', 'pay']],
    ['ORDER-API', ['order-api']],
    ['team-pay', ['pay']],
    ['1.4', ['order-api']],
    ['0.9.8', ['coupon-api']],
    ['api coupon', ['coupon-api']],
    ['ｃｏｕｐｏｎ', ['coupon-api']],
    ['失败', ['coupon-api']],
    ['nothing of this', []],
  ])('finds %j', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('filters by state, and takes what is no state for any', () => {
    expect(found('', 'failed')).toEqual(['coupon-api']);
    expect(found('', 'trouble')).toEqual(['coupon-api']);
    expect(found('', 'healthy')).toEqual(['order-api', 'pay']);
    expect(found('', 'whatever')).toHaveLength(3);
  });
});

describe('what tells versions apart', () => {
  const drifting = service(
    'coupon-api',
    cell('test/test', { version: '1.0.0' }),
    cell('prod/prod-a', { version: '0.9.7', drift: true }),
    cell('prod/east', {
      version: '0.9.5',
      canaryVersion: '1.0.0',
      drift: true,
    }),
  );

  it('is a letter, counted from where it matters most', () => {
    expect([...fleetLetters(drifting, environments)]).toEqual([
      ['0.9.7', 'A'],
      ['0.9.5', 'B'],
      ['1.0.0', 'C'],
    ]);
    const many = service(
      'many',
      ...Array.from({ length: 28 }, (_, index) =>
        cell('test/test', { version: `${index}` }),
      ),
    );
    expect([...fleetLetters(many, environments).values()].slice(25)).toEqual([
      'Z',
      'A1',
      'B1',
    ]);
  });

  it('is the cluster where rollouts begin', () => {
    const [, first, second] = drifting.cells;
    expect(differsFrom(second, drifting, environments)).toBe('prod-a');
    expect(differsFrom(first, drifting, environments)).toBeUndefined();
  });
});
