import { createHash } from 'node:crypto';
import { ApiError } from '../api-error';
import { openApiDocument, openApiGroupVersions } from '../schema';
import type { ObjectStore } from '../store/object-store';
import type { KubeApi, PodRuntime, UserInfo } from '../types';
import { authenticate } from './authentication';
import { discover } from './discovery';
import { notAllowed } from './forbidden';
import {
  errorAnswer,
  header,
  jsonAnswer,
  pageNotFound,
  textAnswer,
  type Answer,
  type ApiRequest,
} from './http';
import { impersonate } from './impersonation';
import { answerMetrics } from './metrics-handler';
import { answerPod, isPodSubresource } from './pod-handler';
import { decodeProtobuf } from './protobuf/decode';
import { Authorizer } from './rbac';
import {
  parseRequest,
  type PathRequest,
  type RequestInfo,
  type ResourceRequest,
} from './request-info';
import { ResourceHandler } from './resource-handler';
import { requestToken, review } from './reviews';
import type { TokenAuthenticator } from './tokens';

/** What one API server serves, and to whom. */
export interface HandlerOptions {
  api: KubeApi;
  store: ObjectStore;
  runtime: PodRuntime;
  tokens: TokenAuthenticator;
  /** Host and port under which clients reach the server. */
  address: string;
}

/** A request that has been let in; its body is read only now. */
export type Admitted = (body: Buffer) => Answer;

const VERSION = {
  major: '1',
  minor: '36',
  emulationMajor: '1',
  emulationMinor: '36',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '35',
  gitVersion: 'v1.36.3',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** The API server without its sockets: from requests to answers. */
export class ApiHandler {
  readonly #options: HandlerOptions;
  readonly #authorizer: Authorizer;
  readonly #resources: ResourceHandler;

  constructor(options: HandlerOptions) {
    this.#options = options;
    this.#authorizer = new Authorizer(options.api);
    this.#resources = new ResourceHandler(options.api, options.store);
  }

  /** Checks who asks and whether they may. What it returns, or throws, never needs the body to have been read. */
  admit(request: Omit<ApiRequest, 'body'>): Admitted {
    const info = parseRequest(request.method, request.url);
    const requestor = authenticate(request.headers, this.#options.tokens);
    const user = impersonate(
      request.headers,
      requestor,
      this.#authorizer,
      info,
    );
    this.#authorize(user, info);
    return body => this.#answer(user, request, body, info);
  }

  #authorize(user: UserInfo, info: RequestInfo): void {
    const { allowed, reason } = this.#authorizer.authorize(user, info);
    if (!allowed) throw notAllowed(user, info, reason);
  }

  #answer(
    user: UserInfo,
    head: Omit<ApiRequest, 'body'>,
    body: Buffer,
    info: RequestInfo,
  ): Answer {
    try {
      const request = withText(head, body);
      return info.isResource
        ? this.#answerResource(user, request, info)
        : this.#answerPath(request, info);
    } catch (error) {
      if (error instanceof ApiError) return errorAnswer(head, error);
      throw error;
    }
  }

  #answerResource(
    user: UserInfo,
    request: ApiRequest,
    info: ResourceRequest,
  ): Answer {
    const { api, runtime, tokens } = this.#options;
    const reviews = { api, authorizer: this.#authorizer, tokens };
    switch (info.group) {
      case 'authentication.k8s.io':
      case 'authorization.k8s.io':
        return review(reviews, user, request, info);
      case 'metrics.k8s.io':
        return answerMetrics({ api, runtime }, request, info);
      default:
    }
    if (isPodSubresource(info))
      return answerPod({ api, runtime }, request, info);
    if (info.resource === 'serviceaccounts' && info.subresource === 'token')
      return requestToken(reviews, request, info);
    return this.#resources.handle(user, request, info);
  }

  #answerPath(request: ApiRequest, { path, verb }: PathRequest): Answer {
    if (verb !== 'get' && verb !== 'head') return pageNotFound();
    if (/^\/(healthz|livez|readyz)(\/ping)?$/.test(path))
      return textAnswer('ok');
    if (path === '/version' || path === '/version/')
      return {
        status: 200,
        contentType: 'application/json',
        body: JSON.stringify(VERSION, undefined, 2),
      };
    if (path === '/') return jsonAnswer(request, { paths: rootPaths() });
    if (/^\/apis?(\/|$)/.test(path))
      return discover(request, this.#options.address);
    if (path === '/openapi/v2') return openApiV2(request);
    if (path === '/openapi/v3' || path === '/openapi/v3/')
      return jsonAnswer(request, { paths: openApiPaths() });
    const groupVersion = /^\/openapi\/v3\/(?:api|apis)\/(.+)$/.exec(path)?.[1];
    if (groupVersion && openApiGroupVersions.includes(groupVersion))
      return jsonAnswer(request, openApiDocument(groupVersion));
    return pageNotFound();
  }
}

/** Protobuf becomes JSON at the door: inside there is no other. */
function withText(head: Omit<ApiRequest, 'body'>, body: Buffer): ApiRequest {
  if (header(head, 'content-type') !== 'application/vnd.kubernetes.protobuf')
    return { ...head, body: body.toString() };
  return {
    ...head,
    headers: { ...head.headers, 'content-type': ['application/json'] },
    body: JSON.stringify(decodeProtobuf(body)),
  };
}

/**
 * An empty document. Clients ask for this older form only about kinds that the newer one does not have, to be told
 * that they do not exist.
 */
function openApiV2(request: ApiRequest): Answer {
  const protobuf = header(request, 'accept')?.includes('protobuf');
  if (protobuf)
    return {
      status: 200,
      contentType: 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf',
      // The field `swagger`, of three characters.
      body: '\n\x032.0',
    };
  const info = { title: 'Kubernetes', version: VERSION.gitVersion };
  return jsonAnswer(request, { swagger: '2.0', info, paths: {} });
}

function rootPaths(): string[] {
  const served = openApiGroupVersions.map(pathOf);
  const fixed = [
    '/api',
    '/apis',
    '/healthz',
    '/livez',
    '/openapi/v3',
    '/readyz',
    '/version',
  ];
  return [...fixed, ...served.map(path => `/${path}`)].sort();
}

function pathOf(groupVersion: string): string {
  return groupVersion.includes('/')
    ? `apis/${groupVersion}`
    : `api/${groupVersion}`;
}

/** Clients keep a document as long as the hash in its URL stays the same. */
function openApiPaths() {
  return Object.fromEntries(
    openApiGroupVersions.map(groupVersion => {
      const path = pathOf(groupVersion);
      const hash = createHash('sha512')
        .update(JSON.stringify(openApiDocument(groupVersion)))
        .digest('hex')
        .toUpperCase();
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  );
}
