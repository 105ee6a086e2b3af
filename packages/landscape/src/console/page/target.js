import { act, call } from './control.js';
import { byId, keepRows, make, part, setText, sign } from './elements.js';
import { isChosen, say, state, targetName } from './state.js';

/** Shows a target's pods, and takes the reader there. */
export function choose(service, target) {
  const { cluster, namespace, environment, release } = target;
  state.chosen = { service: service.name, cluster, namespace, environment };
  byId('version').value = release?.version ?? '';
  byId('ending').value = '';
  document.dispatchEvent(new Event('changed'));
  // Without an answer there is nothing to go to; the header says so already.
  showDetail().then(
    () => byId('detail-title').focus(),
    () => undefined,
  );
}

function chosenTarget() {
  const { chosen } = state;
  const service = state.services.find(item => item.name === chosen?.service);
  const target = service?.targets.find(item => isChosen(service, item));
  return target && { service, target };
}

function podRow({ cluster, namespace, name, role, version, node }) {
  const kill = make('button', {
    type: 'button',
    class: 'danger',
    text: say('kill'),
    'aria-label': say('killPod', { pod: name }),
  });
  kill.addEventListener('click', () =>
    act(async () => {
      await call('DELETE', `/api/pods/${cluster}/${namespace}/${name}`);
      return say('killed', { pod: name });
    }),
  );
  return make(
    'tr',
    {},
    make('th', { scope: 'row', class: 'mono', text: name }),
    make(
      'td',
      {},
      make('span', { class: role === 'canary' ? 'chip' : '', text: say(role) }),
    ),
    make('td', { class: 'mono', text: version }),
    make('td', { 'data-part': 'state' }),
    make('td', { class: 'number', 'data-part': 'restarts' }),
    make('td', { class: 'number', 'data-part': 'age' }),
    make('td', { class: 'wide', text: node }),
    make('td', {}, kill),
  );
}

function updatePod(row, { ready, status, restarts, age }) {
  const [up, all] = ready.split('/');
  const whenRunning = up === all ? 'ok' : 'run';
  const kind = status === 'Running' ? whenRunning : 'bad';
  const text = status === 'Running' ? `${status} ${ready}` : status;
  if (part(row, 'state').textContent !== text) {
    part(row, 'state').replaceChildren(sign(kind, text));
  }
  setText(part(row, 'restarts'), String(restarts));
  setText(part(row, 'age'), age);
}

/** What the chosen target runs now. */
export async function showDetail() {
  const found = chosenTarget();
  byId('detail').hidden = !found;
  if (!found) return;
  const { service, target } = found;
  setText(
    byId('detail-title'),
    `${service.name} · ${targetName(target)} · ${target.namespace}`,
  );
  const latency = service.latencies.find(
    item =>
      (item.cluster ?? target.cluster) === target.cluster &&
      (item.environment ?? target.environment) === target.environment,
  );
  setText(
    byId('latencies'),
    latency ? say('latencyNow', { n: latency.milliseconds }) : '',
  );
  const query = new URLSearchParams({
    cluster: target.cluster,
    service: service.name,
  });
  const { items } = await call('GET', `/api/pods?${query}`);
  const pods = items.filter(item => item.namespace === target.namespace);
  keepRows(byId('pods'), pods, item => item.name, podRow, updatePod);
}

// The ending is part of the version: choosing one rewrites the other.
byId('ending').addEventListener('change', () => {
  const plain = byId('version').value.replace(
    /-(slow|errors|leak|crash|neverready|missing|dies)$/,
    '',
  );
  byId('version').value = plain + byId('ending').value;
});

byId('version-form').addEventListener('submit', event => {
  event.preventDefault();
  const { service, cluster, namespace } = state.chosen;
  act(async () => {
    const { image } = await call('PUT', `/api/services/${service}/version`, {
      cluster,
      namespace,
      role: byId('role').value,
      version: byId('version').value,
    });
    return say('brought', { image });
  });
});

byId('latency-form').addEventListener('submit', event => {
  event.preventDefault();
  const { service, cluster, environment } = state.chosen;
  const milliseconds = byId('latency').valueAsNumber;
  act(async () => {
    await call('PUT', `/api/services/${service}/latency`, {
      cluster,
      environment,
      milliseconds,
    });
    return say(milliseconds === 0 ? 'unslowed' : 'slowed', {
      service,
      target: targetName(state.chosen),
      n: milliseconds,
    });
  });
});
