import { act, call } from './control.js';
import { make, part, sign } from './elements.js';
import { say } from './state.js';

/** What has a number of milliseconds. */
const DELAYED = ['slow', 'late'];

const MODES = ['none', 'hang', 'refuse', 'unauthorized', 'error', 'slow'];

/**
 * A form that makes a cluster or another system misbehave.
 *
 * @param path - of its fault: `/api/clusters/dev/fault`
 * @param ownFaults - that only it can have
 */
export function faultForm(name, path, ownFaults = []) {
  const mode = make('select', { 'data-part': 'mode' });
  for (const value of [...MODES, ...ownFaults]) {
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
    delayLabel.hidden = !DELAYED.includes(mode.value);
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
      await call('PUT', path, {
        mode: mode.value,
        ...(DELAYED.includes(mode.value) && { delayMs: delay.valueAsNumber }),
        ...(duration.value && { durationSeconds: duration.valueAsNumber }),
      });
      return say('faultSet', {
        name,
        state: say(`state.${mode.value}`),
      });
    });
  });
  return form;
}

/** Says in the part `state` of a row how something is. */
export function updateState(row, { fault }) {
  const well = fault.mode === 'none';
  const delay = DELAYED.includes(fault.mode) ? ` ${fault.delayMs} ms` : '';
  const text = say(`state.${fault.mode}`) + delay;
  if (part(row, 'state').textContent !== text) {
    part(row, 'state').replaceChildren(sign(well ? 'ok' : 'bad', text));
  }
}
