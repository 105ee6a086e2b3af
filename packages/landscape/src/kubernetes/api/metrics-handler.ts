import { ApiError } from '../api-error';
import {
  nodeMetrics,
  podMetrics,
  type MetricsSource,
  type NodeMetrics,
  type PodMetrics,
} from '../metrics';
import { resources } from '../resources';
import type { KubeObject } from '../types';
import { methodNotAllowed, noSuchResource } from './errors';
import { jsonAnswer, type Answer, type ApiRequest } from './http';
import { parseListQuery } from './list-options';
import type { ResourceRequest } from './request-info';

/** Answers `metrics.k8s.io`: what pods and nodes use at present. */
export function answerMetrics(
  source: MetricsSource,
  request: ApiRequest,
  info: ResourceRequest,
): Answer {
  if (info.verb !== 'get' && info.verb !== 'list') throw methodNotAllowed();
  switch (info.resource) {
    case 'nodes': {
      const pods = source.api.list<KubeObject>(resources.pods);
      return answer(source, request, info, 'NodeMetrics', node =>
        nodeMetrics(source, node, pods),
      );
    }
    case 'pods':
      return answer(source, request, info, 'PodMetrics', pod =>
        podMetrics(source, pod),
      );
    default:
      throw noSuchResource();
  }
}

function answer(
  { api }: MetricsSource,
  request: ApiRequest,
  { verb, resource, namespace, name = '' }: ResourceRequest,
  kind: string,
  measure: (object: KubeObject) => NodeMetrics | PodMetrics | undefined,
): Answer {
  const type = resource === 'nodes' ? resources.nodes : resources.pods;
  if (verb === 'get') {
    const object = api.get<KubeObject>(type, namespace, name);
    const measured = object && measure(object);
    if (measured) return jsonAnswer(request, measured);
    const id = namespace ? `${namespace}/${name}` : name;
    throw new ApiError(
      'NotFound',
      `${kind.toLowerCase()}.metrics.k8s.io "${id}" not found`,
      {
        name: id,
        group: 'metrics.k8s.io',
        kind: `${kind.toLowerCase()}`,
      },
    );
  }
  const { matches } = parseListQuery(type, request.url.searchParams, {
    namespace,
    watch: false,
  });
  return jsonAnswer(request, {
    kind: `${kind}List`,
    apiVersion: 'metrics.k8s.io/v1beta1',
    metadata: {},
    items: api
      .list<KubeObject>(type, { namespace })
      .filter(matches)
      .flatMap(object => measure(object) ?? []),
  });
}
