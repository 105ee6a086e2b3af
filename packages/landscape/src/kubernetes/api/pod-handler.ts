import {
  followPodLog,
  parsePodLogOptions,
  readPodLog,
  type PodLogSource,
} from '../logs';
import { resources } from '../resources';
import { methodNotAllowed, noSuchResource, notFound } from './errors';
import { textAnswer, type Answer, type ApiRequest } from './http';
import type { ResourceRequest } from './request-info';

/** Subresources that need a shell or a network inside a container, where nothing real runs. */
const INTERACTIVE = ['exec', 'attach', 'portforward', 'proxy'];

/** The subresources of Pods that only they have. */
export function isPodSubresource({
  group,
  resource,
  subresource,
}: ResourceRequest): boolean {
  return (
    group === '' &&
    resource === 'pods' &&
    subresource !== undefined &&
    ['log', ...INTERACTIVE].includes(subresource)
  );
}

/** Answers `…/pods/NAME/log`, and says no to what needs a container. */
export function answerPod(
  source: PodLogSource,
  request: ApiRequest,
  { namespace, name = '', subresource, verb }: ResourceRequest,
): Answer {
  if (!namespace) throw noSuchResource();
  if (subresource !== 'log') return refuseInteraction(subresource);
  if (verb !== 'get') throw methodNotAllowed();
  const pod = source.api.get(resources.pods, namespace, name);
  if (!pod) throw notFound(resources.pods, name);
  const options = parsePodLogOptions(name, request.url.searchParams);
  if (!options.follow)
    return {
      status: 200,
      contentType: 'text/plain',
      body: readPodLog(source, pod, options),
    };
  // Errors are answered as such only while the stream has not begun.
  readPodLog(source, pod, { ...options, tailLines: 0 });
  return {
    contentType: 'text/plain',
    open: sink => followPodLog(source, pod, options, sink),
  };
}

function refuseInteraction(subresource: string | undefined): Answer {
  return textAnswer(
    `${subresource} is not supported: no process runs in the containers of a simulated cluster\n`,
    501,
  );
}
