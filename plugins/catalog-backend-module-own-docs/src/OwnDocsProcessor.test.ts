import type { Entity } from '@backstage/catalog-model';
import { OwnDocsProcessor } from './OwnDocsProcessor';

function read(
  ref: string | undefined,
  origin: 'url' | 'file',
  source?: string,
) {
  const entity: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'order-api',
      annotations:
        ref === undefined
          ? {}
          : {
              'backstage.io/techdocs-ref': ref,
              ...(source !== undefined && {
                'backstage.io/source-location': source,
              }),
            },
    },
  };
  const location = {
    type: origin,
    target: 'https://git.test/a/b/-/blob/main/c',
  };
  return new OwnDocsProcessor().preProcessEntity(
    entity,
    location,
    () => {},
    location,
  );
}

describe('OwnDocsProcessor', () => {
  it.each([undefined, 'dir:.', 'dir:./docs', 'dir:docs/zh', 'dir:a/../b'])(
    'lets a registered entity have its docs beside it: %s',
    async ref => {
      await expect(read(ref, 'url')).resolves.toMatchObject({
        kind: 'Component',
      });
    },
  );

  it.each([
    'url:https://git.test/payment/payment-api/-/tree/main',
    'url:.',
    'dir:..',
    'dir:./../../payment/payment-api/-/tree/main',
    'dir:docs/../../x',
    'dir:/payment/payment-api',
    'dir://evil.test/x',
    'dir:https://git.test/payment/payment-api/-/tree/main',
    'dir:%2e%2e/%2e%2e/payment',
    'dir:..\\\\x',
    'dir:.?x=/../../payment',
    'DIR:..',
    '',
  ])('does not let it have those of another: "%s"', async ref => {
    await expect(read(ref, 'url')).rejects.toThrow(
      'component:default/order-api has to have its docs in its own folder',
    );
  });

  it.each([
    'url:https://git.test/a/b/-/blob/main/',
    'url:https://git.test/a/b/-/tree/main',
    'url:https://git.test/a/b/-/tree/main/docs/',
  ])('lets it say where its source is: %s', async source => {
    await expect(read('dir:.', 'url', source)).resolves.toBeDefined();
  });

  it.each([
    'file:/srv/portal/app-config.yaml',
    'dir:/srv',
    'url:https://git.test/payment/payment-api/-/tree/main/',
    'url:https://git.test/a/b/-/tree/other/',
    'url:https://git.test/a/b/-/tree/main2/',
    'url:https://git.test/a/b/-/tree/main/../../../../payment/x/',
    'url:https://git.test/a/b/-/tree/main/%2e%2e/x/',
    'url:file:///srv/',
    'url:https://git.test/a/b/-/tree/main/?x=/blob/',
    '',
  ])(
    'does not let its source be another, or this machine: "%s"',
    async source => {
      await expect(read('dir:.', 'url', source)).rejects.toThrow(
        'component:default/order-api has to have its docs in its own folder',
      );
    },
  );

  it('lets the catalog say it of a branch whose name is encoded', async () => {
    const location = {
      type: 'url',
      target: 'https://git.test/a/b/-/blob/fix%2Fdocs/catalog-info.yaml',
    };
    const entity: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: {
        name: 'order-api',
        annotations: {
          'backstage.io/techdocs-ref': 'dir:.',
          'backstage.io/source-location':
            'url:https://git.test/a/b/-/tree/fix%2Fdocs/',
        },
      },
    };
    const kept = new OwnDocsProcessor().preProcessEntity(
      entity,
      location,
      () => {},
      location,
    );
    await expect(kept).resolves.toBe(entity);
  });

  it('lets operators name what they want', async () => {
    const ref = 'url:https://git.test/payment/payment-api/-/tree/main';
    await expect(read(ref, 'file')).resolves.toBeDefined();
  });
});
