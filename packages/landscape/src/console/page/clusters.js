import { byId, keepRows, make, part, setText } from './elements.js';
import { faultForm, updateState } from './faults.js';

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
    make('td', {}, faultForm(name, `/api/clusters/${name}/fault`)),
  );
}

function updateCluster(row, cluster) {
  const { url, environments, pods, readyPods } = cluster;
  setText(part(row, 'url'), url);
  setText(part(row, 'environments'), environments.join(', '));
  setText(part(row, 'pods'), `${readyPods} / ${pods}`);
  updateState(row, cluster);
}
