import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Projects } from './Projects';
import { readProjects } from './readProjects';

const ENVIRONMENTS = ['dev', 'prod'].map(name => ({
  name,
  protected: false,
  clusters: [name],
}));

const HOST = 'git.one.test';

const ACCESS = {
  type: 'jwks',
  options: {
    url: `https://${HOST}/oauth/discovery/keys`,
    issuer: `https://${HOST}`,
    audience: 'https://portal.test',
    algorithm: 'RS256',
    subjectPrefix: 'gitlab',
  },
  accessRestrictions: [{ plugin: 'release' }],
};

function read(projects: unknown, externalAccess: unknown = [ACCESS]) {
  return readProjects(
    new ConfigReader(
      JSON.parse(
        JSON.stringify({
          release: { projects },
          backend: { auth: { externalAccess } },
        }),
      ),
    ),
    ENVIRONMENTS,
    [HOST],
  );
}

const CART = {
  subject: 'cart',
  entityRef: 'Component:default/Cart-API',
  environments: ['dev'],
};

const GITLAB = {
  gitlab: HOST,
  subjectPrefix: 'gitlab',
  groups: [
    { group: 'shop', owners: ['Team-Shop', 'group:default/team-cart'] },
    { group: 'order', owners: ['group:default/team-order'] },
  ],
  environments: ['dev'],
};

/** An entity that is kept in a project, and names one. */
function kept(
  name: string,
  project: string,
  { slug = project, owners = ['team-shop'] } = {},
): Entity {
  const location = `url:https://${HOST}/${project}/-/blob/main/catalog-info.yaml`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'gitlab.com/project-slug': slug,
        'backstage.io/managed-by-location': location,
        'backstage.io/managed-by-origin-location': location,
      },
    },
    relations: owners.map(owner => ({
      type: 'ownedBy',
      targetRef: `group:default/${owner}`,
    })),
  };
}

const ENTITIES = [
  kept('cart-api', 'shop/Cart-API'),
  kept('cart-worker', 'shop/cart-api', { owners: ['team-cart', 'team-shop'] }),
  kept('order-api', 'order/order-api', { owners: ['team-order'] }),
  // Names the project, and is kept elsewhere.
  kept('mine', 'people/mine', { slug: 'shop/cart-api' }),
  // Are kept in the project, and say that they are somebody else's.
  kept('foreign', 'shop/cart-api', { owners: ['team-order'] }),
  kept('shared', 'shop/cart-api', { owners: ['team-shop', 'team-order'] }),
  kept('nobodys', 'shop/cart-api', { owners: [] }),
];

function projectsOf(config: unknown) {
  return new Projects({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: ENTITIES }),
    integrations: ScmIntegrations.fromConfig(
      new ConfigReader({
        integrations: {
          gitlab: [
            {
              host: HOST,
              baseUrl: `https://${HOST}`,
              apiBaseUrl: `https://${HOST}/api/v4`,
            },
          ],
        },
      }),
    ),
    projects: read(config),
  });
}

describe('release.projects', () => {
  it('may be missing', () => {
    expect(read(undefined)).toEqual({ entities: [], gitlabs: [] });
  });

  it('name entities as the catalog does', () => {
    expect(read([CART]).entities).toEqual([
      { ...CART, entityRef: 'component:default/cart-api' },
    ]);
  });

  it('may be all of a GitLab, whose main branch releases', () => {
    expect(read([GITLAB]).gitlabs).toEqual([
      {
        ...GITLAB,
        branches: ['main'],
        groups: [
          {
            group: 'shop',
            owners: ['group:default/team-shop', 'group:default/team-cart'],
          },
          { group: 'order', owners: ['group:default/team-order'] },
        ],
      },
    ]);
  });

  const { audience, ...withoutAudience } = ACCESS.options;

  it.each([
    [[], 'has to be that of one entry of type jwks'],
    [[ACCESS, ACCESS], 'has to be that of one entry of type jwks'],
    [[{ ...ACCESS, type: 'static' }], 'has to be that of one entry'],
    [[{ ...ACCESS, options: withoutAudience }], 'needs options.audience'],
    [
      [{ ...ACCESS, accessRestrictions: undefined }],
      'needs accessRestrictions to the plugin release',
    ],
    [
      [
        {
          ...ACCESS,
          accessRestrictions: [{ plugin: 'release' }, { plugin: 'catalog' }],
        },
      ],
      'needs accessRestrictions to the plugin release',
    ],
  ])('refuse to let a GitLab in by %j', (access, message) => {
    expect(() => read([GITLAB], access)).toThrow(message);
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
    [['cart'], 'release.projects[0] is wrong'],
    [
      [{ ...GITLAB, gitlab: 'git.two.test' }],
      'release.projects[0].gitlab is wrong: integrations.gitlab has no host git.two.test',
    ],
    [
      [{ ...GITLAB, subjectPrefix: 'git lab' }],
      'release.projects[0].subjectPrefix is wrong',
    ],
    [[{ ...GITLAB, branches: [] }], 'release.projects[0].branches is wrong'],
    [[{ ...GITLAB, groups: [] }], 'release.projects[0].groups is wrong'],
    [
      [{ ...GITLAB, groups: [{ group: 'shop', owners: [] }] }],
      'release.projects[0].groups[0].owners is wrong',
    ],
    [[{ ...GITLAB, entityRef: 'x' }], 'release.projects[0] is wrong'],
    [
      [CART, { ...GITLAB, environments: ['qa'] }],
      'release.projects[1].environments names "qa", which is none of dev, prod',
    ],
    [
      [GITLAB, GITLAB],
      'release.projects[1].subjectPrefix "gitlab" is there twice',
    ],
  ])('refuse %j', (projects, message) => {
    expect(() => read(projects)).toThrow(`Configuration ${message}`);
  });

  it('are pipelines, and nobody else', async () => {
    const projects = projectsOf([CART, GITLAB]);
    const pipeline = mockCredentials.service('cart');
    expect(projects.of(pipeline)).toMatchObject({ subject: 'cart' });
    const order = 'component:default/order-api';
    for (const other of [
      mockCredentials.service('cart2'),
      mockCredentials.service('gitlab:project_path:shop/cart-api'),
      mockCredentials.user('user:default/cart'),
    ]) {
      expect(projects.of(other)).toBeUndefined();
      expect(() => projects.refuse(other)).not.toThrow();
      await projects.requireEntity(other, order);
    }
    const own = 'component:default/cart-api';
    await projects.requireEntity(pipeline, own);
    await expect(projects.requireEntity(pipeline, order)).rejects.toThrow(
      `may ask about ${own} only`,
    );
    expect(() => projects.refuse(pipeline)).toThrow(/only/);
  });

  it('let a job of GitLab ask about what is kept in its own project', async () => {
    const projects = projectsOf([GITLAB]);
    const job = mockCredentials.service(
      'external:gitlab:project_path:shop/cart-api:ref_type:branch:ref:main',
    );
    expect(projects.of(job)).toMatchObject({ environments: ['dev'] });
    await projects.requireEntity(job, 'component:default/cart-api');
    await projects.requireEntity(job, 'component:default/cart-worker');
    for (const name of [
      'order-api',
      'mine',
      'foreign',
      'shared',
      'nobodys',
      'nowhere',
    ]) {
      await expect(
        projects.requireEntity(job, `component:default/${name}`),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message: `There is no entity component:default/${name} of the project shop/cart-api`,
      });
    }
    expect(() => projects.refuse(job)).toThrow(
      'may ask about entities of the project shop/cart-api only',
    );
  });

  it.each([
    '',
    'project_path:shop/cart-api',
    'project_path:shop/cart-api:ref_type:branch:ref:feature',
    'project_path:shop/cart-api:ref_type:branch:ref:main2',
    'project_path:shop/cart-api:ref_type:tag:ref:main',
    'project_path:shop/cart-api:ref_type:branch:ref:x:ref_type:branch:ref:main',
    'user:project_path:shop/cart-api:ref_type:branch:ref:main',
    'project_path:people/x\nproject_path:shop/cart-api:ref_type:branch:ref:main',
  ])(
    'are for nothing where they release nothing, or cannot be read: %j',
    async subject => {
      const projects = projectsOf([GITLAB]);
      const job = mockCredentials.service(`external:gitlab:${subject}`);
      expect(projects.of(job)).toEqual({
        subject: `external:gitlab:${subject}`,
        environments: [],
      });
      await expect(
        projects.requireEntity(job, 'component:default/cart-api'),
      ).rejects.toThrow(
        'may ask about what a job of a branch that releases is for only',
      );
      expect(() => projects.refuse(job)).toThrow(/only/);
    },
  );
});
