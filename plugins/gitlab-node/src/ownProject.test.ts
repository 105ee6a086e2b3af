import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { ownProject } from './ownProject';

const integrations = ScmIntegrations.fromConfig(
  new ConfigReader({
    integrations: {
      gitlab: [
        {
          host: 'git.one.test',
          apiBaseUrl: 'https://git.one.test/api/v4',
          token: 'a',
        },
        {
          host: 'git.two.test:8443',
          baseUrl: 'https://git.two.test:8443/gitlab',
          apiBaseUrl: 'https://git.two.test:8443/gitlab/api/v4',
          token: 'b',
        },
      ],
    },
  }),
);

function entity(annotations: Record<string, string>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'order-api', annotations },
  };
}

const registered = (slug: string, location: string, more = {}) =>
  ownProject(
    entity({
      'gitlab.com/project-slug': slug,
      'backstage.io/managed-by-location': location,
      'backstage.io/managed-by-origin-location': location,
      ...more,
    }),
    integrations,
  );

describe('ownProject', () => {
  it('is the one that a registered entity is kept in', () => {
    expect(
      registered(
        'order/order-api',
        'url:https://git.one.test/order/order-api/-/blob/main/catalog-info.yaml',
      ),
    ).toEqual({ host: 'git.one.test', group: 'order', name: 'order-api' });
    expect(
      registered(
        'shop/web/order-web',
        'url:https://git.two.test:8443/gitlab/shop/web/order-web/-/tree/main/catalog-info.yaml',
        { 'gitlab.com/instance': 'git.two.test:8443' },
      ),
    ).toEqual({
      host: 'git.two.test:8443',
      group: 'shop/web',
      name: 'order-web',
    });
  });

  it.each([
    'url:https://git.one.test/order/mine/-/blob/main/catalog-info.yaml',
    'url:https://git.one.test/payment/payment-api-2/-/blob/main/catalog-info.yaml',
    'url:https://git.one.test/payment/payment-api/../../order/mine/-/blob/main/catalog-info.yaml',
    'url:https://evil.test/payment/payment-api/-/blob/main/catalog-info.yaml',
    'url:https://git.one.test@evil.test/payment/payment-api/-/blob/main/x.yaml',
    'url:https://git.one.test/payment/payment-api',
    'url:nonsense',
  ])("shows nobody another's project to whom registers %s", location => {
    expect(() => registered('payment/payment-api', location)).toThrow(
      'component:default/order-api names the project payment/payment-api, and is not kept in it',
    );
  });

  it('takes an entity of unknown origin for a registered one', () => {
    expect(() =>
      ownProject(
        entity({ 'gitlab.com/project-slug': 'payment/payment-api' }),
        integrations,
      ),
    ).toThrow('is not kept in it');
  });

  it('believes what the operators configured', () => {
    expect(
      registered('order/order-api', 'file:/srv/catalog/all.yaml'),
    ).toMatchObject({ name: 'order-api' });
  });

  it('is a 404 where there is none, and where its GitLab is not known', () => {
    const location = 'file:/srv/catalog/all.yaml';
    expect(() => ownProject(entity({}), integrations)).toThrow(
      'has no annotation gitlab.com/project-slug',
    );
    expect(() =>
      registered('a/b', location, { 'gitlab.com/instance': 'evil.test' }),
    ).toThrow('integrations.gitlab has no host evil.test');
  });
});
