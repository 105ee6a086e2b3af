import type { JsonObject } from '../json';
import { numberAt, objectAt, objectsAt, stringAt, valueAt } from './access';
import { checkResources } from './compute-resources';
import { checkEnvironment } from './environment';
import type { Findings } from './findings';
import { labelErrors, portNameErrors, portNumberErrors } from './names';
import { checkHooksAndProbes } from './probes';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const LARGEST_ID = 2 ** 31 - 1;

/** What containers of a pod may refer to, and what they have used up. */
interface Surroundings {
  volumes: ReadonlySet<string>;
  names: Set<string>;
  hostPorts: Set<string>;
}

function checkPorts(
  findings: Findings,
  container: JsonObject,
  path: string,
): void {
  const names = new Set<string>();
  for (const [index, port] of objectsAt(container, 'ports').entries()) {
    const field = `${path}.ports[${index}]`;
    const name = stringAt(port, 'name');
    if (name) {
      const errors = portNameErrors(name);
      findings.each(`${field}.name`, name, errors);
      if (errors.length === 0 && names.has(name))
        findings.duplicate(`${field}.name`, name);
      names.add(name);
    }
    const number = numberAt(port, 'containerPort') ?? 0;
    if (number === 0) findings.required(`${field}.containerPort`);
    else
      findings.each(`${field}.containerPort`, number, portNumberErrors(number));
    const hostPort = numberAt(port, 'hostPort') ?? 0;
    if (hostPort !== 0)
      findings.each(`${field}.hostPort`, hostPort, portNumberErrors(hostPort));
    const protocol = stringAt(port, 'protocol');
    if (!protocol) findings.required(`${field}.protocol`);
    else if (!PROTOCOLS.includes(protocol))
      findings.notSupported(`${field}.protocol`, protocol, PROTOCOLS);
  }
}

function checkHostPorts(
  findings: Findings,
  container: JsonObject,
  path: string,
  used: Set<string>,
): void {
  for (const [index, port] of objectsAt(container, 'ports').entries()) {
    const hostPort = numberAt(port, 'hostPort');
    if (!hostPort) continue;
    const key = `${port.protocol}/${stringAt(port, 'hostIP')}/${hostPort}`;
    if (used.has(key))
      findings.duplicate(`${path}.ports[${index}].hostPort`, key);
    used.add(key);
  }
}

function checkMounts(
  findings: Findings,
  container: JsonObject,
  path: string,
  volumes: ReadonlySet<string>,
): void {
  const mountPaths = new Set<string>();
  for (const [index, mount] of objectsAt(container, 'volumeMounts').entries()) {
    const field = `${path}.volumeMounts[${index}]`;
    const name = stringAt(mount, 'name');
    if (!name) findings.required(`${field}.name`);
    if (!volumes.has(name)) findings.notFound(`${field}.name`, name);
    const mountPath = stringAt(mount, 'mountPath');
    if (!mountPath) findings.required(`${field}.mountPath`);
    if (mountPaths.has(mountPath))
      findings.invalid(`${field}.mountPath`, mountPath, 'must be unique');
    mountPaths.add(mountPath);
  }
}

/** An id of a user or a group. */
export function checkId(
  findings: Findings,
  context: JsonObject | undefined,
  key: string,
  field: string,
): void {
  const id = numberAt(context, key);
  if (id !== undefined && (id < 0 || id > LARGEST_ID))
    findings.invalid(
      `${field}.${key}`,
      id,
      `must be between 0 and ${LARGEST_ID}, inclusive`,
    );
}

function checkContainer(
  findings: Findings,
  container: JsonObject,
  path: string,
  { volumes, names }: Surroundings,
): void {
  const name = stringAt(container, 'name');
  if (!name) findings.required(`${path}.name`);
  else findings.each(`${path}.name`, name, labelErrors(name));
  if (names.has(name)) findings.duplicate(`${path}.name`, name);
  else if (name) names.add(name);
  if (!stringAt(container, 'image')) findings.required(`${path}.image`);
  const policy = stringAt(container, 'terminationMessagePolicy');
  const policies = ['File', 'FallbackToLogsOnError'];
  if (!policies.includes(policy))
    findings.notSupported(`${path}.terminationMessagePolicy`, policy, policies);
  checkPorts(findings, container, path);
  checkEnvironment(findings, container, path);
  checkMounts(findings, container, path, volumes);
  const pullPolicy = stringAt(container, 'imagePullPolicy');
  if (!PULL_POLICIES.includes(pullPolicy))
    findings.notSupported(`${path}.imagePullPolicy`, pullPolicy, PULL_POLICIES);
  checkResources(
    findings,
    objectAt(container, 'resources'),
    `${path}.resources`,
  );
  const context = objectAt(container, 'securityContext');
  checkId(findings, context, 'runAsUser', `${path}.securityContext`);
  checkId(findings, context, 'runAsGroup', `${path}.securityContext`);
}

/** The containers and init containers of a pod. */
export function checkContainers(
  findings: Findings,
  spec: JsonObject,
  path: string,
  volumes: ReadonlySet<string>,
): void {
  const surroundings: Surroundings = {
    volumes,
    names: new Set(),
    hostPorts: new Set(),
  };
  const containers = objectsAt(spec, 'containers');
  if (containers.length === 0) findings.required(`${path}.containers`);
  for (const [index, container] of containers.entries()) {
    const field = `${path}.containers[${index}]`;
    checkContainer(findings, container, field, surroundings);
    checkHooksAndProbes(findings, container, field);
  }
  for (const [index, container] of containers.entries())
    checkHostPorts(
      findings,
      container,
      `${path}.containers[${index}]`,
      surroundings.hostPorts,
    );
  for (const [index, container] of objectsAt(
    spec,
    'initContainers',
  ).entries()) {
    const field = `${path}.initContainers[${index}]`;
    checkContainer(findings, container, field, surroundings);
    if (valueAt(container, 'restartPolicy') === 'Always')
      checkHooksAndProbes(findings, container, field);
    else
      for (const key of [
        'lifecycle',
        'livenessProbe',
        'readinessProbe',
        'startupProbe',
      ])
        if (objectAt(container, key))
          findings.forbidden(
            `${field}.${key}`,
            'may not be set for init containers without restartPolicy=Always',
          );
  }
}
