import { byId, keepRows, make, part, setText } from './elements.js';
import { faultForm, updateState } from './faults.js';
import { say } from './state.js';

/** The table of the company's other systems, with a form for faults in each row. */
export function showSystems(systems) {
  keepRows(
    byId('systems'),
    systems,
    item => item.name,
    systemRow,
    updateSystem,
  );
}

function systemRow({ name, ownFaults }) {
  return make(
    'tr',
    {},
    make(
      'th',
      { scope: 'row' },
      say(`system.${name}`),
      make('span', { class: 'faint mono', 'data-part': 'url' }),
    ),
    make('td', { class: 'number', 'data-part': 'requests' }),
    make('td', { 'data-part': 'state' }),
    make('td', {}, faultForm(name, `/api/systems/${name}/fault`, ownFaults)),
  );
}

function updateSystem(row, system) {
  setText(part(row, 'url'), system.url);
  setText(part(row, 'requests'), String(system.requests));
  updateState(row, system);
}
