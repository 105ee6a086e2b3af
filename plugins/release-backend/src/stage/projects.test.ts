import { ConfigReader } from '@backstage/config';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Projects } from './Projects';
import { readProjects } from './readProjects';

const ENVIRONMENTS = ['dev', 'prod'].map(name => ({
  name,
  protected: false,
  clusters: [name],
}));

function read(projects: unknown) {
  return readProjects(
    new ConfigReader(JSON.parse(JSON.stringify({ release: { projects } }))),
    ENVIRONMENTS,
  );
}

const CART = {
  subject: 'cart',
  entityRef: 'Component:default/Cart-API',
  environments: ['dev'],
};

describe('release.projects', () => {
  it('may be missing', () => {
    expect(read(undefined)).toEqual([]);
  });

  it('name entities as the catalog does', () => {
    expect(read([CART])).toEqual([
      { ...CART, entityRef: 'component:default/cart-api' },
    ]);
  });

  it.each([
    ['x', 'release.projects is wrong'],
    [[{ ...CART, subject: 'a b' }], 'release.projects[0].subject is wrong'],
    [
      [{ ...CART, subject: 'plugin:catalog' }],
      'release.projects[0].subject is wrong: has to be the subject of an externalAccess entry',
    ],
    [[{ ...CART, entityRef: 'cart' }], 'release.projects[0].entityRef'],
    [[{ ...CART, environments: [] }], 'release.projects[0].environments'],
    [
      [{ ...CART, environments: ['qa'] }],
      'release.projects[0].environments names "qa", which is none of dev, prod',
    ],
    [[CART, CART], 'release.projects[1].subject "cart" is there twice'],
    [[{ ...CART, all: true }], 'release.projects[0] is wrong'],
  ])('refuse %j', (projects, message) => {
    expect(() => read(projects)).toThrow(`Configuration ${message}`);
  });

  it('are pipelines, and nobody else', () => {
    const auth = mockServices.auth();
    const projects = new Projects({ auth, projects: read([CART]) });
    const pipeline = mockCredentials.service('cart');
    expect(projects.of(pipeline)).toMatchObject({ subject: 'cart' });
    for (const other of [
      mockCredentials.service('cart2'),
      mockCredentials.user('user:default/cart'),
    ]) {
      expect(projects.of(other)).toBeUndefined();
      expect(() => projects.refuse(other)).not.toThrow();
    }
    const own = 'component:default/cart-api';
    expect(() => projects.requireEntity(pipeline, own)).not.toThrow();
    expect(() =>
      projects.requireEntity(pipeline, 'component:default/order-api'),
    ).toThrow(`may ask about ${own} only`);
    expect(() => projects.refuse(pipeline)).toThrow(/only/);
  });
});
