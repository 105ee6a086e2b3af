import { WORDS } from './words.js';

const REFRESH_MS = 2000;
const ENDINGS = [
  '',
  '-slow',
  '-errors',
  '-leak',
  '-crash',
  '-neverready',
  '-missing',
  '-dies',
];
const MODES = ['none', 'hang', 'refuse', 'unauthorized', 'slow'];

const byId = id => document.getElementById(id);
const state = {
  language: navigator.language.startsWith('zh') ? 'zh' : 'en',
  services: [],
  /** The target whose pods are shown. */
  chosen: undefined,
};

function say(key, values = {}) {
  const text = WORDS[state.language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Makes an element. Text goes in as text, never as markup. */
function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Changes a text only if it differs, so that a screen reader and a selection are left alone. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(method !== 'GET' && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

function notify(text, bad = false) {
  const notice = byId('notice');
  notice.hidden = false;
  notice.classList.toggle('bad', bad);
  setText(notice, text);
}

/** Does something, says what came of it, and shows the new state. */
async function act(work) {
  try {
    notify(await work());
  } catch (error) {
    notify(error.message, true);
  }
  await refresh();
}

function sign(kind, text) {
  return make('span', { class: `sign ${kind}`, text });
}

/** Rows by key: kept in place when they are still there, so that nothing jumps and no input loses its focus. */
function keepRows(body, items, keyOf, create, update) {
  const rows = new Map([...body.children].map(row => [row.dataset.key, row]));
  items.forEach((item, index) => {
    const key = keyOf(item);
    let row = rows.get(key);
    if (!row) {
      row = create(item);
      row.dataset.key = key;
    }
    rows.delete(key);
    if (body.children[index] !== row) {
      body.insertBefore(row, body.children[index] ?? null);
    }
    update(row, item);
  });
  for (const row of rows.values()) row.remove();
}

function part(row, name) {
  return row.querySelector(`[data-part="${name}"]`);
}

// Clusters

function clusterRow({ name }) {
  const mode = make('select', { 'data-part': 'mode' });
  for (const value of MODES) {
    mode.append(make('option', { value, text: say(value) }));
  }
  const delay = make('input', {
    type: 'number',
    min: 1,
    max: 120000,
    value: 3000,
  });
  const delayLabel = make(
    'label',
    {},
    delay,
    make('span', { text: say('delay') }),
  );
  delayLabel.hidden = true;
  const duration = make('input', {
    type: 'number',
    min: 1,
    max: 86400,
    placeholder: say('forever'),
  });
  const durationLabel = make(
    'label',
    {},
    duration,
    make('span', { text: say('duration') }),
  );
  mode.setAttribute('aria-label', `${say('mode')}: ${name}`);
  mode.addEventListener('change', () => {
    delayLabel.hidden = mode.value !== 'slow';
  });
  const form = make(
    'form',
    {},
    mode,
    delayLabel,
    durationLabel,
    make('button', { type: 'submit', text: say('apply') }),
  );
  form.addEventListener('submit', event => {
    event.preventDefault();
    act(async () => {
      await call('PUT', `/api/clusters/${name}/fault`, {
        mode: mode.value,
        ...(mode.value === 'slow' && { delayMs: delay.valueAsNumber }),
        ...(duration.value && { durationSeconds: duration.valueAsNumber }),
      });
      return say('faultSet', {
        cluster: name,
        state: say(`state.${mode.value}`),
      });
    });
  });
  return make(
    'tr',
    {},
    make(
      'th',
      { scope: 'row' },
      name,
      make('span', { class: 'faint mono', 'data-part': 'url' }),
    ),
    make('td', { class: 'wide', 'data-part': 'environments' }),
    make('td', { class: 'number', 'data-part': 'pods' }),
    make('td', { 'data-part': 'state' }),
    make('td', {}, form),
  );
}

function updateCluster(row, { url, environments, pods, readyPods, fault }) {
  setText(part(row, 'url'), url);
  setText(part(row, 'environments'), environments.join(', '));
  setText(part(row, 'pods'), `${readyPods} / ${pods}`);
  const well = fault.mode === 'none';
  const delay = fault.mode === 'slow' ? ` ${fault.delayMs} ms` : '';
  const text = say(`state.${fault.mode}`) + delay;
  if (part(row, 'state').textContent !== text) {
    part(row, 'state').replaceChildren(sign(well ? 'ok' : 'bad', text));
  }
}

// Services

function targetName({ environment, cluster }) {
  return environment === 'prod' ? cluster : environment;
}

function healthOf({ ready, desired, unavailable }) {
  if (desired === 0) return 'stopped';
  if (ready === 0) return 'bad';
  return unavailable > 0 ? 'warn' : 'ok';
}

function isChosen(service, target) {
  const { chosen } = state;
  return (
    chosen?.service === service.name &&
    chosen.cluster === target.cluster &&
    chosen.namespace === target.namespace
  );
}

function serviceRow(service) {
  const row = make(
    'tr',
    {},
    make(
      'th',
      { scope: 'row' },
      service.name,
      make('span', {
        class: 'faint',
        text: `${service.title[state.language]} · ${service.owner}`,
      }),
    ),
  );
  for (const target of service.targets) {
    const button = make('button', {
      type: 'button',
      class: 'target',
      'aria-label': say('choose', {
        service: service.name,
        target: targetName(target),
      }),
    });
    button.addEventListener('click', () => choose(service, target));
    row.append(make('td', { class: 'cell' }, button));
  }
  return row;
}

function updateService(row, service) {
  service.targets.forEach((target, index) => {
    const button = row.children[index + 1].firstChild;
    button.setAttribute('aria-pressed', isChosen(service, target));
    const { release, canary, requestsPerSecond } = target;
    if (!release) return;
    const shown = JSON.stringify([release, canary, requestsPerSecond]);
    if (button.dataset.shown === shown) return;
    button.dataset.shown = shown;
    const health = healthOf(release);
    button.replaceChildren(
      make('span', { class: 'mono', text: release.version }),
      ' ',
      ...(canary?.desired > 0
        ? [
            make('span', {
              class: 'chip',
              text: `${canary.version} ×${canary.desired}`,
            }),
          ]
        : []),
      make(
        'span',
        { class: 'faint number' },
        sign(
          health,
          health === 'stopped'
            ? say('stopped')
            : `${release.ready}/${release.desired}`,
        ),
        ` · ${say('perSecond', { n: requestsPerSecond })}`,
      ),
    );
  });
}

function showServices() {
  const wanted = byId('filter').value.trim().toLowerCase();
  const shown = state.services.filter(
    ({ name, owner, targets }) =>
      wanted === '' ||
      [name, owner, ...targets.map(target => target.release?.version)].some(
        text => text?.includes(wanted),
      ),
  );
  keepRows(
    byId('services'),
    shown,
    item => item.name,
    serviceRow,
    updateService,
  );
}

function showTargets() {
  const heads = state.services[0]?.targets.map(targetName) ?? [];
  const names = [say('service'), ...heads];
  byId('targets').replaceChildren(
    ...names.map(text => make('th', { scope: 'col', text })),
  );
}

// The chosen target

function choose(service, target) {
  const { cluster, namespace, environment, release } = target;
  state.chosen = { service: service.name, cluster, namespace, environment };
  byId('version').value = release?.version ?? '';
  byId('ending').value = '';
  refresh().then(() => byId('detail-title').focus());
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
  const kind = status === 'Running' ? (up === all ? 'ok' : 'run') : 'bad';
  const text = status === 'Running' ? `${status} ${ready}` : status;
  if (part(row, 'state').textContent !== text) {
    part(row, 'state').replaceChildren(sign(kind, text));
  }
  setText(part(row, 'restarts'), String(restarts));
  setText(part(row, 'age'), age);
}

async function showDetail() {
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

// The whole page

async function refresh() {
  try {
    const [clusters, services, clock] = await Promise.all(
      ['clusters', 'services', 'clock'].map(name =>
        call('GET', `/api/${name}`),
      ),
    );
    state.services = services.items;
    keepRows(
      byId('clusters'),
      clusters.items,
      item => item.name,
      clusterRow,
      updateCluster,
    );
    if (byId('targets').children.length === 0) showTargets();
    showServices();
    await showDetail();
    const locale = state.language === 'zh' ? 'zh-CN' : 'en-GB';
    const now = new Date(clock.now);
    setText(
      byId('time'),
      now.toLocaleString(locale, {
        dateStyle: 'medium',
        timeStyle: 'medium',
        timeZone: 'Asia/Shanghai',
      }),
    );
    byId('link').className = 'sign ok';
    setText(byId('link'), say('connected'));
  } catch (error) {
    byId('link').className = 'sign bad';
    setText(byId('link'), say('disconnected'));
  }
}

function showLanguage() {
  document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  document.title = say('title');
  for (const element of document.querySelectorAll('[data-word]')) {
    element.textContent = say(element.dataset.word);
  }
  byId('language').textContent = say('language');
  byId('filter').placeholder = say('filter');
  const { value } = byId('ending');
  byId('ending').replaceChildren(
    ...ENDINGS.map(ending =>
      make('option', {
        value: ending,
        text: `${say(`ending.${ending}`)} ${ending}`,
      }),
    ),
  );
  byId('ending').value = value;
  // These rows are made of words throughout: they are made anew.
  for (const id of ['clusters', 'services', 'pods', 'targets']) {
    byId(id).replaceChildren();
  }
  byId('notice').hidden = true;
}

byId('language').addEventListener('click', () => {
  state.language = state.language === 'zh' ? 'en' : 'zh';
  showLanguage();
  refresh();
});

byId('filter').addEventListener('input', showServices);

byId('reset').addEventListener('click', () =>
  act(async () => {
    await call('POST', '/api/reset');
    return say('resetDone');
  }),
);

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

byId('clock-form').addEventListener('submit', event => {
  event.preventDefault();
  act(async () => {
    await call('POST', '/api/clock/advance', {
      minutes: byId('minutes').valueAsNumber,
    });
    await refresh();
    return say('advanced', { time: byId('time').textContent });
  });
});

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH_MS);
}

showLanguage();
keepFresh();
