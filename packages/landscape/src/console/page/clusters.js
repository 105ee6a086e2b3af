import { act, call } from './control.js';
import { byId, keepRows, make, part, setText, sign } from './elements.js';
import { say } from './state.js';

const MODES = ['none', 'hang', 'refuse', 'unauthorized', 'slow'];

/** The table of clusters, with a form for faults in each row. */
export function showClusters(clusters) {
  keepRows(
    byId('clusters'),
    clusters,
    item => item.name,
    clusterRow,
    updateCluster,
  );
}

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
