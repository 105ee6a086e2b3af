import type { Entity } from '@backstage/catalog-model';
import { bindEntity } from './bindEntity';

function component(
  annotations: Record<string, string>,
  owners = ['group:default/Team-Order'],
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'Order-API', annotations },
    relations: [
      ...owners.map(targetRef => ({ type: 'ownedBy', targetRef })),
      { type: 'partOf', targetRef: 'system:default/order' },
    ],
  };
}

const ID = 'backstage.io/kubernetes-id';
const SELECTOR = 'backstage.io/kubernetes-label-selector';

describe('bindEntity', () => {
  it('takes the id', () => {
    expect(bindEntity(component({ [ID]: 'order-api' }))).toEqual({
      entityRef: 'component:default/order-api',
      owners: ['group:default/team-order'],
      selector: {
        requirements: [{ key: ID, operator: 'In', values: ['order-api'] }],
      },
      namespace: undefined,
      problems: [],
    });
  });

  it('prefers the selector, and narrows to the namespace', () => {
    const binding = bindEntity(
      component({
        [ID]: 'order-api',
        [SELECTOR]: 'app=order',
        'backstage.io/kubernetes-namespace': 'order',
      }),
    );
    expect(binding).toMatchObject({
      selector: {
        requirements: [{ key: 'app', operator: 'In', values: ['order'] }],
      },
      namespace: 'order',
    });
  });

  it.each([
    ['nothing', {}, 'no-selector'],
    ['an empty selector', { [SELECTOR]: '', [ID]: 'x' }, 'invalid-selector'],
    ['a wrong selector', { [SELECTOR]: 'a in (b),c,(' }, 'invalid-selector'],
    ['an empty id', { [ID]: '' }, 'invalid-selector'],
    ['an id that is more', { [ID]: 'x,app in (y)' }, 'invalid-selector'],
  ])('with %s selects nothing, and says why', (_, annotations, code) => {
    expect(bindEntity(component(annotations))).toMatchObject({
      selector: undefined,
      problems: [{ code }],
    });
  });

  it('says when nobody owns it', () => {
    expect(bindEntity(component({ [ID]: 'x' }, []))).toMatchObject({
      owners: [],
      problems: [{ code: 'no-owner' }],
    });
  });
});
