import {
  ROLE_LABEL,
  type ManifestFinding,
} from '@pilothouse/plugin-release-common';
import { selects, type LabelSelector } from '../../selector/LabelSelector';
import { reporterOf, type Manifest, type Report } from '../manifests/Manifest';
import {
  at,
  numberAt,
  recordAt,
  recordsAt,
  textAt,
  textsAt,
  type Json,
} from '../manifests/reading';
import { hostsOf } from '../hosts';
import {
  labelRequirements,
  selectorAt,
  selectorWords,
  type WorkloadManifest,
} from './workload';

/** Everything that a reference may lead to. */
interface Neighbours {
  manifests: readonly Manifest[];
  workloads: readonly WorkloadManifest[];
}

type Rule = (object: Json, neighbours: Neighbours, report: Report) => void;

function find(
  { manifests }: Neighbours,
  kind: string,
  name: string | undefined,
): Manifest | undefined {
  return manifests.find(each => each.kind.kind === kind && each.name === name);
}

function selected(
  { workloads }: Neighbours,
  selector: LabelSelector,
): WorkloadManifest[] {
  return workloads.filter(({ labels }) => selects(selector, labels));
}

/** That pods are there, where a selector is for pods of the repository. */
function requirePods(
  neighbours: Neighbours,
  selector: LabelSelector,
  report: Report,
): WorkloadManifest[] {
  const found = selected(neighbours, selector);
  if (found.length === 0) {
    report('selects-nothing', { selector: selectorWords(selector) });
  }
  return found;
}

const service: Rule = (object, neighbours, report) => {
  // Whoever names an address gets all that the cluster sends there, whosever it is.
  if (at(object, 'spec', 'externalIPs') !== undefined) {
    report('wrong-type', { field: 'spec.externalIPs', wanted: 'left out' });
  }
  const labels = textsAt(object, 'spec', 'selector');
  // What has no selector has its addresses from elsewhere.
  if (Object.keys(labels).length === 0) return;
  const selector = { requirements: labelRequirements(labels) };
  const pods = requirePods(neighbours, selector, report);
  const role = labels[ROLE_LABEL];
  // A Service for one role beside one for both is for routing by header; alone it starves the canary.
  const isOnlyWay = !neighbours.manifests.some(
    other =>
      other.kind.kind === 'Service' &&
      other.object !== object &&
      textAt(other.object, 'spec', 'selector', ROLE_LABEL) === undefined,
  );
  if (role !== undefined && isOnlyWay) report('service-selects-role', { role });
  const names = new Set(
    pods.flatMap(({ containers }) =>
      containers.flatMap(container =>
        recordsAt(container, 'ports').map(port => port.name),
      ),
    ),
  );
  for (const port of recordsAt(object, 'spec', 'ports')) {
    const { targetPort } = port;
    if (typeof targetPort === 'string' && !names.has(targetPort)) {
      report('port-unknown', { port: targetPort });
    }
  }
};

const autoscaler: Rule = (object, neighbours, report) => {
  const target = recordAt(object, 'spec', 'scaleTargetRef');
  const kind = textAt(target, 'kind') ?? '';
  const name = textAt(target, 'name') ?? '';
  const workload = neighbours.workloads.find(
    ({ manifest }) => manifest.kind.kind === kind && manifest.name === name,
  );
  if (!workload) report('target-missing', { kind, name });
  else if (workload.isCanary) report('autoscaler-on-canary', { name });
  else if (workload.replicas !== undefined) {
    report('autoscaler-and-replicas', { name }, 'warning');
  }
};

const budget: Rule = (object, neighbours, report) => {
  const selector = selectorAt(object, 'spec', 'selector');
  const pods = requirePods(neighbours, selector, report);
  const most = at(object, 'spec', 'maxUnavailable');
  const least = numberAt(object, 'spec', 'minAvailable');
  const replicas = pods.map(each => each.replicas).filter(count => count);
  const largest = Math.max(0, ...replicas.map(count => count ?? 0));
  const isBlocked =
    most === 0 ||
    most === '0%' ||
    at(object, 'spec', 'minAvailable') === '100%' ||
    (least !== undefined && replicas.length > 0 && least >= largest);
  const [first] = pods;
  if (isBlocked && first) {
    report('budget-blocks-drains', { name: first.manifest.name }, 'warning');
  }
};

const networkPolicy: Rule = (object, neighbours, report) => {
  const selector = selectorAt(object, 'spec', 'podSelector');
  // An empty one is for the whole namespace.
  if (selector.requirements.length > 0) {
    requirePods(neighbours, selector, report);
  }
};

function requireBackend(
  neighbours: Neighbours,
  { name, port }: { name: string | undefined; port: unknown },
  report: Report,
): void {
  const found = find(neighbours, 'Service', name);
  if (!found) {
    report('target-missing', { kind: 'Service', name: name ?? '' });
    return;
  }
  const ports = recordsAt(found.object, 'spec', 'ports');
  const isThere = ports.some(each => each.port === port || each.name === port);
  if (port !== undefined && !isThere) {
    report('port-unknown', { port: String(port) });
  }
}

const route: Rule = (object, neighbours, report) => {
  // A gateway elsewhere is everybody's.
  const isShared = recordsAt(object, 'spec', 'parentRefs').some(
    ({ kind = 'Gateway', namespace }) =>
      kind === 'Gateway' && namespace !== undefined,
  );
  if (isShared && hostsOf(object).length === 0) {
    report('host-missing', { field: 'spec.hostnames' });
  }
  for (const rule of recordsAt(object, 'spec', 'rules')) {
    for (const { kind = 'Service', name, port } of recordsAt(
      rule,
      'backendRefs',
    )) {
      if (kind !== 'Service' || typeof name !== 'string') continue;
      requireBackend(neighbours, { name, port }, report);
    }
  }
};

const ingress: Rule = (object, neighbours, report) => {
  // Its text goes into the configuration of a gateway that everybody shares.
  const snippet = Object.keys(recordAt(object, 'metadata', 'annotations')).find(
    annotation => /snippet/i.test(annotation),
  );
  if (snippet !== undefined) {
    const field = `metadata.annotations[${snippet}]`;
    report('wrong-type', { field, wanted: 'left out' });
  }
  const rules = recordsAt(object, 'spec', 'rules');
  if (rules.length === 0 || rules.some(({ host }) => !host)) {
    report('host-missing', { field: 'spec.rules[].host' });
  }
  const backends = [
    recordAt(object, 'spec', 'defaultBackend'),
    ...rules.flatMap(rule =>
      recordsAt(rule, 'http', 'paths').map(path => recordAt(path, 'backend')),
    ),
  ];
  for (const backend of backends) {
    const name = textAt(backend, 'service', 'name');
    if (name === undefined) continue;
    const { number, name: named } = recordAt(backend, 'service', 'port');
    requireBackend(neighbours, { name, port: number ?? named }, report);
  }
};

const monitor: Rule = (object, neighbours, report) => {
  const selector = selectorAt(object, 'spec', 'selector');
  const services = neighbours.manifests.filter(
    ({ kind, object: other }) =>
      kind.kind === 'Service' &&
      selects(selector, textsAt(other, 'metadata', 'labels')),
  );
  if (services.length === 0) {
    report('selects-nothing', { selector: selectorWords(selector) });
    return;
  }
  const names = services.flatMap(each =>
    recordsAt(each.object, 'spec', 'ports').map(({ name }) => name),
  );
  for (const { port } of recordsAt(object, 'spec', 'endpoints')) {
    if (typeof port === 'string' && !names.includes(port)) {
      report('port-unknown', { port });
    }
  }
};

const RULES: ReadonlyMap<string, Rule> = new Map([
  ['Service', service],
  ['HorizontalPodAutoscaler', autoscaler],
  ['PodDisruptionBudget', budget],
  ['NetworkPolicy', networkPolicy],
  ['HTTPRoute', route],
  ['Ingress', ingress],
  ['ServiceMonitor', monitor],
]);

/** That what an object refers to is in the repository too. */
export function checkReferences(
  manifest: Manifest,
  neighbours: Neighbours,
  findings: ManifestFinding[],
): void {
  RULES.get(manifest.kind.kind)?.(
    manifest.object,
    neighbours,
    reporterOf(findings, manifest),
  );
}

/** That pods which run as an account of the repository, or as the default one, can pull their images. */
export function checkPullSecret(
  workload: WorkloadManifest,
  { manifests }: Neighbours,
  secret: string,
  report: Report,
): void {
  const names = (object: unknown) =>
    recordsAt(object, 'imagePullSecrets').map(({ name }) => name);
  const account = textAt(workload.pod, 'serviceAccountName');
  // The default account has it from the namespace.
  if (account === undefined || account === 'default') return;
  const own = manifests.find(
    ({ kind, name }) => kind.kind === 'ServiceAccount' && name === account,
  );
  const given = [...names(workload.pod), ...names(own?.object)];
  if (!given.includes(secret)) report('no-pull-secret', { secret });
}
