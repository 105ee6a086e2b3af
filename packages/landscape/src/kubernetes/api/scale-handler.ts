import type { KubeApi, KubeObject, ResourceType, UserInfo } from '../types';
import { methodNotAllowed, notFound } from './errors';
import { header, written, type Answer, type ApiRequest } from './http';
import { negotiate } from './negotiation';
import { parseIncludeObject, viewObject } from './representation';
import type { ResourceRequest } from './request-info';
import {
  parseForce,
  parseObject,
  parsePatch,
  parsePatchType,
  parseWriteOptions,
} from './request-options';
import { scaleOf, withScale } from './scale';

/** What a handler knows about a request for a stored kind. */
export interface Context {
  user: UserInfo;
  request: ApiRequest;
  info: ResourceRequest;
  type: ResourceType;
  /** Of the one object in the URL. */
  name: string;
}

const SCALE = {
  group: 'autoscaling',
  version: 'v1',
  kind: 'Scale',
  custom: false,
};

/** Answers `…/scale` of a workload. */
export function answerScale(api: KubeApi, context: Context): Answer {
  const { request } = context;
  const representation = negotiate(header(request, 'accept'));
  const scale = scaleOf(perform(api, context));
  const include = request.url.searchParams.get('includeObject');
  const view = {
    type: SCALE,
    as: representation.as,
    includeObject: parseIncludeObject(include),
    now: api.clock.now(),
  };
  return written(request, viewObject(view, scale), { representation });
}

function perform(
  api: KubeApi,
  { user, request, info, type, name }: Context,
): KubeObject {
  const { namespace, verb } = info;
  const subresource = 'scale';
  switch (verb) {
    case 'get':
      return existing(api, type, namespace, name);
    case 'update': {
      const options = parseWriteOptions(request, 'UpdateOptions');
      const live = existing(api, type, namespace, name);
      const next = withScale(type, live, parseObject(request, 'Scale'));
      return api.update(type, next, { ...options, user, subresource });
    }
    case 'patch': {
      const patchType = parsePatchType(request, type.custom);
      const options = parseWriteOptions(request, 'PatchOptions');
      const force = parseForce(request, patchType);
      const body = parsePatch(request, patchType);
      return api.patch(
        type,
        namespace,
        name,
        { type: patchType, body },
        { ...options, user, force, subresource },
      );
    }
    default:
      throw methodNotAllowed();
  }
}

function existing(
  api: KubeApi,
  type: ResourceType,
  namespace: string | undefined,
  name: string,
): KubeObject {
  const object = api.get<KubeObject>(type, namespace, name);
  if (!object) throw notFound(type, name);
  return object;
}
