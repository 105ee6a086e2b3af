import { showClusters } from './clusters.js';
import { act, call } from './control.js';
import { byId, make, setText } from './elements.js';
import { showServices, showTargets } from './services.js';
import { say, state } from './state.js';
import { showSystems } from './systems.js';
import { showDetail } from './target.js';

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

async function refresh() {
  try {
    const [clusters, systems, services, clock] = await Promise.all(
      ['clusters', 'systems', 'services', 'clock'].map(name =>
        call('GET', `/api/${name}`),
      ),
    );
    state.services = services.items;
    showClusters(clusters.items);
    showSystems(systems.items);
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
  } catch {
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
  for (const id of ['clusters', 'systems', 'services', 'pods', 'targets']) {
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

document.addEventListener('changed', refresh);

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(keepFresh, REFRESH_MS);
}

showLanguage();
keepFresh();
