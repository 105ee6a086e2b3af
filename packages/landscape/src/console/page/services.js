import { byId, keepRows, make, sign } from './elements.js';
import { isChosen, say, state, targetName } from './state.js';
import { choose } from './target.js';

/** The table of services that the filter leaves. */
export function showServices() {
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

/** Its head: the targets are the same for all services. */
export function showTargets() {
  const heads = state.services[0]?.targets.map(targetName) ?? [];
  const names = [say('service'), ...heads];
  byId('targets').replaceChildren(
    ...names.map(text => make('th', { scope: 'col', text })),
  );
}

function healthOf({ ready, desired, unavailable }) {
  if (desired === 0) return 'stopped';
  if (ready === 0) return 'bad';
  return unavailable > 0 ? 'warn' : 'ok';
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
