import {
  applyRequestSchema,
  applyResultSchema,
  manifestFindingSchema,
  namespaceRequestSchema,
  namespaceResultSchema,
  provisionErrorSchema,
  validateRequestSchema,
  validateResultSchema,
  type ApplyRequest,
  type ApplyResult,
  type NamespaceRequest,
  type NamespaceResult,
  type ValidateRequest,
  type ValidateResult,
} from '@pilothouse/plugin-release-common';

/** What the OpenAPI document needs to tell of `/v1/provision`. */
export const provisionSchemas = {
  ManifestFinding: manifestFindingSchema,
  ProvisionError: provisionErrorSchema,
  NamespaceResult: namespaceResultSchema,
  ValidateResult: validateResultSchema,
  ApplyResult: applyResultSchema,
};

/** Those of bodies. */
export const provisionBodies = {
  NamespaceRequest: namespaceRequestSchema,
  ValidateRequest: validateRequestSchema,
  ApplyRequest: applyRequestSchema,
};

const MANIFEST = {
  path: 'deploy/dev/service.yaml',
  text: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: refund-api\nspec:\n  selector:\n    app: refund-api\n  ports:\n    - name: http\n      port: 80\n      targetPort: http\n',
};
const SERVICE = { apiVersion: 'v1', kind: 'Service', name: 'refund-api' };

export const provisionExamples: {
  NamespaceRequest: NamespaceRequest;
  NamespaceResult: NamespaceResult;
  ValidateRequest: ValidateRequest;
  ValidateResult: ValidateResult;
  ApplyRequest: ApplyRequest;
  ApplyResult: ApplyResult;
} = {
  NamespaceRequest: {
    environment: 'dev',
    namespace: 'order',
    owner: 'group:default/team-order',
    system: 'system:default/order',
    reason: 'The new service refund-api',
  },
  NamespaceResult: {
    targets: [
      {
        cluster: 'dev',
        namespace: 'order',
        status: 'created',
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Namespace',
            name: 'order',
            status: 'created',
          },
        ],
      },
    ],
  },
  ValidateRequest: {
    namespace: 'order',
    owner: 'group:default/team-order',
    manifests: [MANIFEST],
    docs: ['index.md', 'runbook.md'],
    entityRef: 'component:default/refund-api',
    environment: 'dev',
  },
  ValidateResult: {
    ok: false,
    findings: [
      {
        severity: 'error',
        code: 'selects-nothing',
        params: { selector: 'app In refund-api' },
        path: MANIFEST.path,
        object: SERVICE,
      },
    ],
    objects: [{ ...SERVICE, path: MANIFEST.path }],
    clusters: ['dev'],
  },
  ApplyRequest: {
    environment: 'dev',
    namespace: 'order',
    owner: 'group:default/team-order',
    manifests: [MANIFEST],
    entityRef: 'component:default/refund-api',
    reason: 'The new service refund-api',
  },
  ApplyResult: {
    targets: [
      {
        cluster: 'dev',
        namespace: 'order',
        status: 'created',
        objects: [{ ...SERVICE, status: 'created' }],
      },
    ],
  },
};

/** By path and method. */
export const provisionPaths = {
  '/v1/provision/namespaces': {
    post: {
      operationId: 'ensureNamespace',
      summary:
        'Make a namespace for a group, with quota, default limits, network policy and pull secret; what is there stays',
      body: 'NamespaceRequest',
      schema: 'NamespaceResult',
      parameters: [],
    },
  },
  '/v1/provision/validate': {
    post: {
      operationId: 'validateManifests',
      summary:
        'What is wrong with manifests: by rules, and with an environment also by a dry run on its clusters; nothing is written',
      body: 'ValidateRequest',
      schema: 'ValidateResult',
      parameters: [],
    },
  },
  '/v1/provision/apply': {
    post: {
      operationId: 'applyManifests',
      summary:
        'Apply manifests into a namespace of a group, in environments that are not protected; what others have set is left to them',
      body: 'ApplyRequest',
      schema: 'ApplyResult',
      parameters: [],
    },
  },
} as const;
