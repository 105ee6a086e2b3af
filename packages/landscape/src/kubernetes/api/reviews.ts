import { isObject, type JsonObject } from '../json';
import { resources } from '../resources';
import { timestamp } from '../controllers/time';
import type { Json, KubeApi, UserInfo } from '../types';
import {
  invalidOptions,
  methodNotAllowed,
  noSuchResource,
  notFound,
} from './errors';
import { jsonAnswer, type Answer, type ApiRequest } from './http';
import type { Authorizer, PolicyRule } from './rbac';
import type { RequestInfo, ResourceRequest } from './request-info';
import { parseObject } from './request-options';
import type { TokenAuthenticator } from './tokens';

/** What reviews are answered from. */
export interface ReviewSource {
  api: KubeApi;
  authorizer: Authorizer;
  tokens: TokenAuthenticator;
}

const AUTHENTICATION = 'authentication.k8s.io/v1';
const AUTHORIZATION = 'authorization.k8s.io/v1';

/** Answers questions about users and their rights: kinds that are created but never stored. */
export function review(
  { api, authorizer }: ReviewSource,
  user: UserInfo,
  request: ApiRequest,
  info: ResourceRequest,
): Answer {
  const kind = kindOf(info);
  if (!kind) throw noSuchResource();
  if (info.verb !== 'create') throw methodNotAllowed();
  const body = parseObject(request, kind);
  const spec = isObject(body.spec) ? body.spec : {};
  const answer = (apiVersion: string, rest: object) =>
    jsonAnswer(request, { kind, apiVersion, metadata: {}, ...rest }, 201);
  switch (kind) {
    case 'SelfSubjectReview':
      return answer(AUTHENTICATION, {
        metadata: { creationTimestamp: timestamp(api.clock.now()) },
        status: {
          userInfo: {
            username: user.name,
            ...(user.uid && { uid: user.uid }),
            groups: user.groups,
            ...(user.extra && { extra: user.extra }),
          },
        },
      });
    case 'SelfSubjectRulesReview': {
      const rules = authorizer.rulesFor(user, text(spec.namespace));
      return answer(AUTHORIZATION, { spec: {}, status: rulesStatus(rules) });
    }
    default: {
      const subject = kind.startsWith('Self') ? user : subjectOf(spec);
      const { allowed, reason } = authorizer.authorize(
        subject,
        questionOf(spec),
      );
      return answer(AUTHORIZATION, {
        metadata: info.namespace ? { namespace: info.namespace } : {},
        spec,
        status: { allowed, ...(reason && { reason }) },
      });
    }
  }
}

/** Answers `POST …/serviceaccounts/NAME/token`. */
export function requestToken(
  { api, tokens }: ReviewSource,
  request: ApiRequest,
  { verb, namespace = '', name = '' }: ResourceRequest,
): Answer {
  if (verb !== 'create') throw methodNotAllowed();
  const account = api.get(resources.serviceAccounts, namespace, name);
  if (!account) throw notFound(resources.serviceAccounts, name);
  const body = parseObject(request, 'TokenRequest');
  const spec = isObject(body.spec) ? body.spec : {};
  const seconds =
    typeof spec.expirationSeconds === 'number' ? spec.expirationSeconds : 3600;
  if (seconds < 600)
    throw invalidOptions(
      { kind: 'TokenRequest', group: 'authentication.k8s.io' },
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${seconds}: may not specify a duration less than 10 minutes`,
        field: 'spec.expirationSeconds',
      },
    );
  const now = api.clock.now();
  const expiry = now + seconds * 1000;
  const { uid } = account.metadata;
  return jsonAnswer(
    request,
    {
      kind: 'TokenRequest',
      apiVersion: AUTHENTICATION,
      metadata: { name, namespace, uid, creationTimestamp: timestamp(now) },
      spec: {
        audiences: ['https://kubernetes.default.svc'],
        expirationSeconds: seconds,
        boundObjectRef: null,
      },
      status: {
        token: tokens.issue({ namespace, name, uid }, expiry),
        expirationTimestamp: timestamp(expiry),
      },
    },
    201,
  );
}

function kindOf({ group, resource, namespace }: ResourceRequest) {
  switch (`${group}/${resource}`) {
    case 'authentication.k8s.io/selfsubjectreviews':
      return 'SelfSubjectReview';
    case 'authorization.k8s.io/selfsubjectaccessreviews':
      return 'SelfSubjectAccessReview';
    case 'authorization.k8s.io/selfsubjectrulesreviews':
      return 'SelfSubjectRulesReview';
    case 'authorization.k8s.io/subjectaccessreviews':
      return 'SubjectAccessReview';
    case 'authorization.k8s.io/localsubjectaccessreviews':
      return namespace && 'LocalSubjectAccessReview';
    default:
      return undefined;
  }
}

function questionOf(spec: JsonObject): RequestInfo {
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (isObject(nonResourceAttributes) && !isObject(resourceAttributes))
    return {
      isResource: false,
      verb: text(nonResourceAttributes.verb),
      path: text(nonResourceAttributes.path),
    };
  if (!isObject(resourceAttributes) || isObject(nonResourceAttributes))
    throw invalidOptions(
      { kind: '', group: 'authorization.k8s.io' },
      {
        reason: 'FieldValueInvalid',
        message:
          'Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
        field: 'spec.resourceAttributes',
      },
    );
  const optional = (name: string) =>
    text(resourceAttributes[name]) || undefined;
  return {
    isResource: true,
    verb: text(resourceAttributes.verb),
    group: text(resourceAttributes.group),
    version: text(resourceAttributes.version),
    namespace: optional('namespace'),
    resource: text(resourceAttributes.resource),
    subresource: optional('subresource'),
    name: optional('name'),
    path: '',
  };
}

function subjectOf(spec: JsonObject): UserInfo {
  const groups = Array.isArray(spec.groups) ? spec.groups.map(text) : [];
  return { name: text(spec.user), groups };
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function rulesStatus(rules: PolicyRule[]) {
  return {
    resourceRules: rules.filter(rule => rule.resources),
    nonResourceRules: rules.filter(rule => rule.nonResourceURLs),
    incomplete: false,
  };
}
