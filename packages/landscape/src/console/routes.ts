import { ownFaultsOf } from '../own-faults';
import { ENVIRONMENTS } from '../world/company';
import { Control } from './control';
import { ControlError } from './control-error';
import {
  Directory,
  FAULT_MODES,
  type ControlledLandscape,
  type ControlledSystem,
} from './directory';
import { Input } from './input';
import { listClusters, listPods, listServices, listSystems } from './overview';

/** A request to the control API, taken apart. */
export interface ControlRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Parsed JSON, for methods that have a body. */
  body: unknown;
}

type Handler = (request: ControlRequest, parameters: string[]) => unknown;

interface Route {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** `:` stands for a parameter. */
  path: string;
  handle: Handler;
}

const ROLES = ['release', 'canary'] as const;
const DAY_SECONDS = 24 * 60 * 60;
const VERSION = /^[\w][\w.-]{0,127}$/;

/**
 * The control API: what may be asked under which path, and what a body must look like. The answer is what becomes JSON.
 *
 * @throws ControlError from the returned function, when a request cannot be done.
 */
export function controlRoutes(
  landscape: ControlledLandscape,
): (request: ControlRequest) => unknown {
  const directory = new Directory(landscape);
  const control = new Control(landscape, directory);
  const clockState = () => ({
    now: new Date(landscape.clock.now()).toISOString(),
  });
  const putFault = (subject: ControlledSystem, body: unknown) => {
    const input = new Input(body, ['mode', 'delayMs', 'durationSeconds']);
    const mode = input.oneOf('mode', [
      ...FAULT_MODES,
      ...ownFaultsOf(subject.name),
    ]);
    const delayMs = readDelay(input, mode);
    control.setFault(subject, { mode, delayMs }, readDuration(input));
    return subject.getFault();
  };
  const routes: Route[] = [
    {
      method: 'GET',
      path: '/api/health',
      handle: () => ({
        status: 'ok',
        ...clockState(),
        clusters: landscape.clusters.map(({ name }) => name),
        systems: landscape.systems.map(({ name }) => name),
      }),
    },
    {
      method: 'GET',
      path: '/api/clusters',
      handle: () => ({ items: listClusters(landscape) }),
    },
    {
      method: 'PUT',
      path: '/api/clusters/:/fault',
      handle: ({ body }, [name]) => putFault(directory.cluster(name), body),
    },
    {
      method: 'GET',
      path: '/api/systems',
      handle: () => ({ items: listSystems(landscape) }),
    },
    {
      method: 'PUT',
      path: '/api/systems/:/fault',
      handle: ({ body }, [name]) => putFault(directory.system(name), body),
    },
    {
      method: 'GET',
      path: '/api/services',
      handle: () => ({ items: listServices(landscape, directory) }),
    },
    {
      method: 'PUT',
      path: '/api/services/:/latency',
      handle: ({ body }, [service]) => {
        const input = new Input(body, [
          'milliseconds',
          'cluster',
          'environment',
          'role',
          'durationSeconds',
        ]);
        const where = {
          ...(input.has('cluster') && { cluster: input.text('cluster') }),
          ...(input.has('environment') && {
            environment: input.oneOf('environment', ENVIRONMENTS),
          }),
          ...(input.has('role') && { role: input.oneOf('role', ROLES) }),
        };
        const milliseconds = input.number('milliseconds', {
          min: 0,
          max: 60_000,
        });
        control.setLatency(service, where, milliseconds, readDuration(input));
        return { service, ...where, milliseconds };
      },
    },
    {
      method: 'PUT',
      path: '/api/services/:/version',
      handle: ({ body }, [service]) => {
        const input = new Input(body, [
          'cluster',
          'namespace',
          'role',
          'version',
        ]);
        const target = {
          service,
          cluster: input.text('cluster'),
          namespace: input.text('namespace'),
        };
        const role = input.has('role') ? input.oneOf('role', ROLES) : 'release';
        const version = input.text('version');
        if (!VERSION.test(version)) {
          throw new ControlError(
            400,
            '"version" must be an image tag, such as 1.4.1-errors',
            { field: 'version' },
          );
        }
        return { image: control.setVersion(target, role, version) };
      },
    },
    {
      method: 'GET',
      path: '/api/pods',
      handle: ({ query }) => {
        const service = query.get('service');
        return {
          items: listPods(landscape, directory, {
            cluster: query.get('cluster') ?? undefined,
            service: service === null ? undefined : directory.service(service),
          }),
        };
      },
    },
    {
      method: 'DELETE',
      path: '/api/pods/:/:/:',
      handle: (_request, [cluster, namespace, name]) => {
        control.killPod(cluster, namespace, name);
        return { killed: name };
      },
    },
    { method: 'GET', path: '/api/clock', handle: clockState },
    {
      method: 'POST',
      path: '/api/clock/advance',
      handle: ({ body }) => {
        const input = new Input(body, ['minutes']);
        control.advance(input.number('minutes', { min: 0, max: 7 * 24 * 60 }));
        return clockState();
      },
    },
    {
      method: 'POST',
      path: '/api/reset',
      handle: ({ body }) => {
        Input.empty(body);
        control.reset();
        return clockState();
      },
    },
  ];
  return request => dispatch(routes, request);
}

function dispatch(routes: readonly Route[], request: ControlRequest): unknown {
  const methods: string[] = [];
  for (const route of routes) {
    const parameters = match(route.path, request.path);
    if (!parameters) continue;
    if (route.method === request.method) {
      return route.handle(request, parameters);
    }
    methods.push(route.method);
  }
  if (methods.length > 0) {
    throw new ControlError(
      405,
      `${request.path} understands ${methods.join(', ')}`,
      { allowed: methods },
    );
  }
  throw new ControlError(404, `There is nothing at ${request.path}`);
}

/** The parameters of a path that fits the pattern. */
function match(pattern: string, path: string): string[] | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of wanted.entries()) {
    if (part === ':' && given[index]) parameters.push(given[index]);
    else if (part !== given[index]) return undefined;
  }
  return parameters;
}

function readDelay(input: Input, mode: string): number {
  if (mode === 'slow' || mode === 'late') {
    return input.number('delayMs', { min: 1, max: 120_000, whole: true });
  }
  if (!input.has('delayMs')) return 0;
  throw new ControlError(
    400,
    '"delayMs" belongs to the modes "slow" and "late" only',
    {
      field: 'delayMs',
    },
  );
}

function readDuration(input: Input): number | undefined {
  if (!input.has('durationSeconds')) return undefined;
  return input.number('durationSeconds', { min: 1, max: DAY_SECONDS });
}
