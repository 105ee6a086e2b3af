import { ApiError } from '../api-error';
import type { UserInfo } from '../types';
import type { RequestInfo } from './request-info';

/** 403 for a request that no role allows, in the words of the real server. */
export function notAllowed(
  user: UserInfo,
  info: RequestInfo,
  reason: string,
): ApiError {
  const because = reason && `: ${reason}`;
  if (!info.isResource)
    return new ApiError(
      'Forbidden',
      `forbidden: User "${user.name}" cannot ${info.verb} path "${info.path}"${because}`,
      {},
    );
  const { verb, group, resource, subresource, namespace, name } = info;
  const what = group ? `${resource}.${group}` : resource;
  const full = subresource ? `${resource}/${subresource}` : resource;
  const where = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return new ApiError(
    'Forbidden',
    `${what}${name ? ` "${name}"` : ''} is forbidden: User "${
      user.name
    }" cannot ${verb} resource "${full}" in API group "${group}" ${where}${because}`,
    {
      ...(name && { name }),
      ...(group && { group }),
      kind: resource,
    },
  );
}
