import type { Report } from '../manifests/Manifest';
import { at, recordsAt, textAt, type Json } from '../manifests/reading';

/** Volumes that restricted pods may have; each volume has a name and one of these. */
const VOLUMES: ReadonlySet<string> = new Set([
  'name',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);
const HOST_FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'] as const;
const SECCOMP: readonly unknown[] = ['RuntimeDefault', 'Localhost'];
const MAY_BE_ADDED: readonly unknown[] = ['NET_BIND_SERVICE'];
/** Of a security context, the pod's or a container's; what is left out is the runtime's own. */
const CONTEXT: readonly { path: readonly string[]; may: readonly unknown[] }[] =
  [
    { path: ['procMount'], may: ['Default'] },
    { path: ['appArmorProfile', 'type'], may: SECCOMP },
    {
      path: ['seLinuxOptions', 'type'],
      may: [
        'container_t',
        'container_init_t',
        'container_kvm_t',
        'container_engine_t',
      ],
    },
    { path: ['seLinuxOptions', 'user'], may: [] },
    { path: ['seLinuxOptions', 'role'], may: [] },
    { path: ['windowsOptions', 'hostProcess'], may: [false] },
  ];
/** Those that reach no further than the pod. */
const SYSCTLS: ReadonlySet<unknown> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_syncookies',
]);

/** The names in a list of capabilities. */
function listAt(value: unknown, ...path: string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

function checkContext(holder: Json, field: string, report: Report): void {
  for (const { path, may } of CONTEXT) {
    const value = at(holder, 'securityContext', ...path);
    if (value === undefined || may.includes(value)) continue;
    report('not-restricted', {
      field: `${field}.securityContext.${path.join('.')}`,
      wanted: [...may, 'left out'].join(', '),
    });
  }
}

function checkContainer(
  container: Json,
  pod: Json,
  field: string,
  report: Report,
): void {
  const own = (name: string) => at(container, 'securityContext', name);
  const wants = (name: string, wanted: string) =>
    report('not-restricted', {
      field: `${field}.securityContext.${name}`,
      wanted,
    });

  checkContext(container, field, report);
  if (own('privileged') === true) wants('privileged', 'false');
  if (own('allowPrivilegeEscalation') !== false) {
    wants('allowPrivilegeEscalation', 'false');
  }
  const capabilities = ['securityContext', 'capabilities'] as const;
  if (!listAt(container, ...capabilities, 'drop').includes('ALL')) {
    wants('capabilities.drop', '[ALL]');
  }
  const added = listAt(container, ...capabilities, 'add');
  if (added.some(name => !MAY_BE_ADDED.includes(name))) {
    wants('capabilities.add', '[NET_BIND_SERVICE], or left out');
  }
  const nonRoot =
    own('runAsNonRoot') ?? at(pod, 'securityContext', 'runAsNonRoot');
  if (nonRoot !== true) wants('runAsNonRoot', 'true');
  const user = own('runAsUser') ?? at(pod, 'securityContext', 'runAsUser');
  if (user === 0) wants('runAsUser', 'another number than 0');
  const profile =
    at(container, 'securityContext', 'seccompProfile', 'type') ??
    at(pod, 'securityContext', 'seccompProfile', 'type');
  if (!SECCOMP.includes(profile)) {
    wants('seccompProfile.type', 'RuntimeDefault');
  }
  if (recordsAt(container, 'ports').some(port => port.hostPort !== undefined)) {
    report('not-restricted', {
      field: `${field}.ports`,
      wanted: 'no hostPort',
    });
  }
}

/** The standard "restricted" of Pod Security, which is what namespaces of services enforce: their pods would not come. */
export function checkRestricted(pod: Json, report: Report): void {
  const root = 'spec.template.spec';
  for (const name of HOST_FIELDS) {
    if (pod[name] === true) {
      report('not-restricted', { field: `${root}.${name}`, wanted: 'false' });
    }
  }
  checkContext(pod, root, report);
  const sysctls = recordsAt(pod, 'securityContext', 'sysctls');
  const unsafe = sysctls.find(({ name }) => !SYSCTLS.has(name));
  if (unsafe) {
    report('not-restricted', {
      field: `${root}.securityContext.sysctls[${textAt(unsafe, 'name') ?? ''}]`,
      wanted: 'left out',
    });
  }
  for (const volume of recordsAt(pod, 'volumes')) {
    const wrong = Object.keys(volume).find(name => !VOLUMES.has(name));
    if (wrong === undefined) continue;
    report('not-restricted', {
      field: `${root}.volumes[${textAt(volume, 'name') ?? ''}]`,
      wanted: `another volume than ${wrong}`,
    });
  }
  for (const list of ['initContainers', 'containers'] as const) {
    for (const container of recordsAt(pod, list)) {
      const name = textAt(container, 'name') ?? '';
      checkContainer(container, pod, `${root}.${list}[${name}]`, report);
    }
  }
}
