'use strict';

const NAME = 'order-api';

/** The service that every benchmark looks at; of team-order, in the namespace `order` of every cluster. */
const ENTITY = {
  name: NAME,
  namespace: 'order',
  ref: `component:default/${NAME}`,
  entity: {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: NAME,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': NAME },
    },
    spec: { type: 'service', lifecycle: 'production', owner: 'team-order' },
  },
};

/** Reads everything, the stock Kubernetes tab too. */
const OPS = 'user:default/guo.tao';

module.exports = { ENTITY, OPS };
