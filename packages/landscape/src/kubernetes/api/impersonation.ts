import { ApiError } from '../api-error';
import type { UserInfo } from '../types';
import type { Headers } from './authentication';
import { notAllowed } from './forbidden';
import type { Authorizer } from './rbac';
import type { RequestInfo, ResourceRequest } from './request-info';

const EXTRA = 'impersonate-extra-';
const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

/**
 * The user that a request acts as: whom its `Impersonate-*` headers name, or else the requestor.
 *
 * @throws ApiError Forbidden when the requestor may not impersonate that user, BadRequest when no user is named
 */
export function impersonate(
  headers: Headers,
  requestor: UserInfo,
  authorizer: Authorizer,
  request: RequestInfo,
): UserInfo {
  const wanted: UserInfo = {
    name: headers['impersonate-user']?.[0] ?? '',
    groups: headers['impersonate-group'] ?? [],
    uid: headers['impersonate-uid']?.[0],
    extra: extraOf(headers),
  };
  if (!wanted.name) {
    if (!wanted.groups.length && !wanted.uid && !wanted.extra) return requestor;
    throw new ApiError(
      'BadRequest',
      `requested ${describe(wanted)} without impersonating a user name`,
    );
  }
  for (const asked of permissionsFor(wanted)) {
    if (!authorizer.authorize(requestor, asked).allowed)
      throw refusal(wanted, requestor, authorizer, request, asked);
  }
  return withImplied(wanted);
}

/** What the requestor must be allowed to `impersonate`. */
function permissionsFor({ name, groups, uid, extra }: UserInfo) {
  const ask = (
    resource: string,
    value: string,
    more: Partial<ResourceRequest> = {},
  ): ResourceRequest => ({
    isResource: true,
    verb: 'impersonate',
    group: '',
    version: 'v1',
    resource,
    name: value,
    path: '',
    ...more,
  });
  const group = 'authentication.k8s.io';
  const account = SERVICE_ACCOUNT.exec(name);
  return [
    account
      ? ask('serviceaccounts', account[2], { namespace: account[1] })
      : ask('users', name),
    ...groups.map(value => ask('groups', value)),
    ...(uid ? [ask('uids', uid, { group })] : []),
    ...Object.entries(extra ?? {}).flatMap(([subresource, values]) =>
      values.map(value => ask('userextras', value, { group, subresource })),
    ),
  ];
}

/**
 * The real server tries constrained impersonation first, whose rules nobody has here, and reports the first refusal:
 * mostly that one.
 */
function refusal(
  wanted: UserInfo,
  requestor: UserInfo,
  authorizer: Authorizer,
  request: RequestInfo,
  asked: ResourceRequest,
): ApiError {
  const mode = constrainedMode(wanted);
  const refused: RequestInfo = mode
    ? { ...request, verb: `impersonate-on:${mode}:${request.verb}` }
    : asked;
  const { reason } = authorizer.authorize(requestor, refused);
  return notAllowed(requestor, refused, reason);
}

function constrainedMode({ name, groups, uid, extra }: UserInfo) {
  if (!SERVICE_ACCOUNT.test(name)) return 'user-info';
  return groups.length || uid || extra ? undefined : 'serviceaccount';
}

/** Groups that everybody of a kind belongs to without saying so. */
function withImplied({ name, groups, uid, extra }: UserInfo): UserInfo {
  const namespace = SERVICE_ACCOUNT.exec(name)?.[1];
  const ofAccount =
    namespace && !groups.length
      ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
      : [];
  const everybody =
    name === 'system:anonymous'
      ? 'system:unauthenticated'
      : 'system:authenticated';
  return {
    name,
    groups: [...new Set([...groups, ...ofAccount, everybody])],
    ...(uid && { uid }),
    ...(extra && { extra }),
  };
}

function extraOf(headers: Headers): UserInfo['extra'] {
  const entries = Object.entries(headers)
    .filter(([header]) => header.startsWith(EXTRA))
    .map(([header, values = []]): [string, string[]] => [
      header.slice(EXTRA.length).replace(/%[0-9a-f]{2}/gi, decode),
      values,
    ]);
  return entries.length ? Object.fromEntries(entries) : undefined;
}

function decode(escaped: string): string {
  return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
}

/** A user as Go prints one with `%#v`. */
function describe({ name, uid = '', groups, extra }: UserInfo): string {
  const strings = (values: string[]) =>
    values.length
      ? `[]string{${values.map(value => JSON.stringify(value)).join(', ')}}`
      : '[]string(nil)';
  const entries = Object.entries(extra ?? {}).map(
    ([key, values]) => `${JSON.stringify(key)}:${strings(values)}`,
  );
  const map = 'map[string][]string';
  const extras = extra ? `${map}{${entries.join(', ')}}` : `${map}(nil)`;
  return `&user.DefaultInfo{Name:${JSON.stringify(name)}, UID:${JSON.stringify(
    uid,
  )}, Groups:${strings(groups)}, Extra:${extras}}`;
}
