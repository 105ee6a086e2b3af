import { findResource, resources } from '../resources';
import type { ObjectStore } from '../store/object-store';
import type { KubeApi, KubeObject, ResourceType, UserInfo } from '../types';
import { decode } from '../validation';
import { mayVanish } from './deletion';
import {
  methodNotAllowed,
  noSuchResource,
  notFound,
  tooLargeResourceVersion,
} from './errors';
import {
  header,
  jsonAnswer,
  written,
  type Answer,
  type ApiRequest,
} from './http';
import { parseListQuery } from './list-options';
import { listPage } from './listing';
import { negotiate, type Representation } from './negotiation';
import {
  EventWriter,
  viewList,
  viewObject,
  parseIncludeObject,
  type View,
} from './representation';
import type { ResourceRequest } from './request-info';
import {
  checkObjectType,
  parseDeleteOptions,
  parseForce,
  parsePatch,
  parsePatchType,
  parseWriteOptions,
} from './request-options';
import { answerScale, type Context } from './scale-handler';
import { placed } from './preconditions';
import { strategyOf } from './strategies';
import { watchObjects } from './watch';

/** Answers requests for the stored kinds and their subresources `status`, `scale` and `finalize`. */
export class ResourceHandler {
  readonly #api: KubeApi;
  readonly #store: ObjectStore;

  constructor(api: KubeApi, store: ObjectStore) {
    this.#api = api;
    this.#store = store;
  }

  handle(user: UserInfo, request: ApiRequest, info: ResourceRequest): Answer {
    const type = findResource(info.group, info.version, info.resource);
    if (!type || !isServed(type, info)) throw noSuchResource();
    const context = { user, request, info, type, name: info.name ?? '' };
    const { verb, subresource } = info;
    const named = info.name !== undefined;
    if (subresource === 'scale') return answerScale(this.#api, context);
    if (subresource && !['get', 'update', 'patch'].includes(verb))
      throw methodNotAllowed();
    if (!type.verbs.includes(verb)) throw methodNotAllowed();
    switch (verb) {
      case 'get':
        return this.#get(context);
      case 'list':
        return this.#list(context);
      case 'watch':
        return this.#watch(context);
      case 'deletecollection':
        return this.#deleteCollection(context);
      case 'create':
        // Only a collection takes new objects, and only one that knows their namespace.
        if (named || (type.namespaced && !info.namespace))
          throw methodNotAllowed();
        return this.#create(context);
      case 'update':
        return this.#update(context);
      case 'patch':
        return this.#patch(context);
      default:
        return this.#delete(context);
    }
  }

  #get(context: Context): Answer {
    const wanted = Number(
      context.request.url.searchParams.get('resourceVersion') ?? 0,
    );
    if (wanted > this.#store.revision)
      throw tooLargeResourceVersion(wanted, this.#store.revision);
    return this.#show(context, this.#existing(context));
  }

  #list({ request, info, type }: Context): Answer {
    const representation = negotiate(header(request, 'accept'));
    const query = parseListQuery(type, request.url.searchParams, {
      namespace: info.namespace,
      watch: false,
    });
    const page = listPage(this.#store, type, query);
    return written(
      request,
      viewList(this.#view(type, representation, request), page),
      { representation },
    );
  }

  #watch({ request, info, type }: Context): Answer {
    const representation = negotiate(header(request, 'accept'));
    const query = parseListQuery(type, request.url.searchParams, {
      namespace: info.namespace,
      watch: true,
    });
    const writer = new EventWriter(() =>
      this.#view(type, representation, request),
    );
    return {
      contentType: 'application/json',
      open: sink =>
        watchObjects(this.#store, this.#api.clock, type, query, {
          event: (kind, object) => sink.write(writer.write(kind, object)),
          error: error => sink.write(writer.error(error)),
          end: () => sink.end(),
        }),
    };
  }

  #create(context: Context): Answer {
    const { user, info, type } = context;
    const { object, options } = readObject(context, 'CreateOptions');
    const { namespace } = info;
    const created = this.#api.create(
      type,
      placed(object, type, { namespace }),
      { ...options, user },
    );
    return this.#show(context, created, 201, options.warnings);
  }

  #update(context: Context): Answer {
    const { user, info, type, name } = context;
    const { object, options } = readObject(context, 'UpdateOptions');
    const { namespace } = info;
    const updated = this.#api.update(
      type,
      placed(object, type, { name, namespace }),
      { ...options, user, subresource: writableSubresource(info) },
    );
    return this.#show(context, updated, 200, options.warnings);
  }

  #patch(context: Context): Answer {
    const { user, request, info, type, name } = context;
    const patchType = parsePatchType(request, type.custom);
    const options = parseWriteOptions(request, 'PatchOptions');
    const force = parseForce(request, patchType);
    const existed = this.#api.get(type, info.namespace, name) !== undefined;
    const patched = this.#api.patch(
      type,
      info.namespace,
      name,
      { type: patchType, body: parsePatch(request, patchType) },
      { ...options, user, force, subresource: writableSubresource(info) },
    );
    const status = existed ? 200 : 201;
    return this.#show(context, patched, status, options.warnings);
  }

  #delete(context: Context): Answer {
    const { request, info, type, name } = context;
    const options = parseDeleteOptions(request);
    const object = this.#api.delete(type, info.namespace, name, options);
    const { deletionTimestamp, uid } = object.metadata;
    const waits = deletionTimestamp !== undefined && !mayVanish(type, object);
    if (waits || strategyOf(type).answersDeleted)
      return this.#show(context, object);
    const { group, plural: kind } = type;
    return jsonAnswer(request, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name, ...(group && { group }), kind, uid },
    });
  }

  #deleteCollection({ request, info, type }: Context): Answer {
    const representation = negotiate(header(request, 'accept'));
    const options = parseDeleteOptions(request);
    const query = parseListQuery(type, request.url.searchParams, {
      namespace: info.namespace,
      watch: false,
    });
    const page = listPage(this.#store, type, query);
    for (const { metadata } of page.items)
      this.#api.delete(type, metadata.namespace, metadata.name, options);
    return written(
      request,
      viewList(this.#view(type, representation, request), page),
      { representation },
    );
  }

  #existing({ type, info, name }: Context): KubeObject {
    const object = this.#api.get(type, info.namespace, name);
    if (!object) throw notFound(type, name);
    return object;
  }

  #show(
    { request, type }: Context,
    object: KubeObject,
    status = 200,
    warnings?: string[],
  ): Answer {
    const representation = negotiate(header(request, 'accept'));
    const view = this.#view(type, representation, request);
    return written(request, viewObject(view, object), {
      status,
      representation,
      warnings,
    });
  }

  #view(type: ResourceType, { as }: Representation, { url }: ApiRequest): View {
    return {
      type,
      as,
      includeObject: parseIncludeObject(url.searchParams.get('includeObject')),
      now: this.#api.clock.now(),
    };
  }
}

/** Whether there is such a URL: the kind's namespaces and subresources must fit. */
function isServed(type: ResourceType, info: ResourceRequest): boolean {
  const own = type === resources.namespaces;
  if (!type.namespaced && info.namespace && !own) return false;
  const { name, namespace, subresource } = info;
  // One object of a namespaced kind lives below its namespace only.
  if (type.namespaced && name !== undefined && !namespace) return false;
  if (subresource === undefined) return true;
  if (own && subresource === 'finalize') return true;
  return type.subresources.some(served => served === subresource);
}

function writableSubresource({
  subresource,
}: ResourceRequest): 'status' | 'finalize' | undefined {
  return subresource === 'status' || subresource === 'finalize'
    ? subresource
    : undefined;
}

/** The object that a request carries, and how it is to be written. */
function readObject(
  { request, type }: Pick<Context, 'request' | 'type'>,
  kind: 'CreateOptions' | 'UpdateOptions',
) {
  checkObjectType(request);
  const options = parseWriteOptions(request, kind);
  const { object, warnings } = decode(
    request.body,
    type,
    options.fieldValidation,
  );
  options.warnings.push(...warnings);
  return { object, options };
}
