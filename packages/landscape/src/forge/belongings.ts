import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock, Timer } from '../clock';
import { kinds } from '../kubernetes/controllers/objects';
import { apiVersionOf, resources } from '../kubernetes/resources';
import type { KubeApi, KubeObject, ResourceType } from '../kubernetes/types';
import { readIfThere } from '../read-if-there';
import { isRecord } from './api/input';

/** Changes are written down together. */
const PAUSE = 500;

/** What controllers and clusters make themselves, and what only passes. */
const NOT_KEPT: readonly ResourceType[] = [
  resources.nodes,
  resources.pods,
  resources.replicaSets,
  resources.events,
  resources.endpointSlices,
  resources.leases,
  resources.jobs,
];

/** In the order in which they are made again: a namespace first, then what pods need. */
const KEPT: readonly ResourceType[] = [
  resources.namespaces,
  resources.serviceAccounts,
  resources.secrets,
  resources.configMaps,
  ...Object.values(resources).filter(
    type => type.namespaced && !NOT_KEPT.includes(type),
  ),
].filter((type, index, all) => all.indexOf(type) === index);

type Saved = Record<string, KubeObject[]>;

/**
 * Keeps over restarts what the clusters have of the forge's new projects, whoever brought it there: objects with their
 * name as label `app` or `backstage.io/kubernetes-id`, and the namespaces that were made for them. Everything else of a
 * cluster begins anew at every start.
 */
export class Belongings {
  readonly #apis: readonly KubeApi[];
  readonly #clock: Clock;
  readonly #file: string;
  readonly #isNew: (service: string) => boolean;
  readonly #onError: (error: unknown) => void;
  /** Namespaces that the company has anyway, by cluster. */
  readonly #usual: ReadonlyMap<string, ReadonlySet<string>>;
  #stops: (() => void)[] = [];
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  /** To be made when the clusters have their past, and nothing more yet. */
  constructor(options: {
    apis: readonly KubeApi[];
    clock: Clock;
    file: string;
    /** Whether a service is a project that somebody has made. */
    isNew: (service: string) => boolean;
    onError: (error: unknown) => void;
  }) {
    this.#apis = options.apis;
    this.#clock = options.clock;
    this.#file = options.file;
    this.#isNew = options.isNew;
    this.#onError = options.onError;
    this.#usual = new Map(
      options.apis.map(api => [
        api.cluster,
        new Set(api.list(kinds.namespaces).map(item => item.metadata.name)),
      ]),
    );
  }

  /** Makes again what there was when the landscape last ended. */
  async restore(): Promise<void> {
    const text = await readIfThere(this.#file);
    const saved: unknown = text === undefined ? {} : JSON.parse(text);
    if (!isRecord(saved)) return;
    for (const api of this.#apis) {
      const objects = saved[api.cluster];
      for (const object of Array.isArray(objects) ? objects : []) {
        if (!isObject(object)) continue;
        try {
          putBack(api, object);
        } catch (error) {
          // Of another version of the landscape, perhaps: the others are still wanted.
          this.#onError(error);
        }
      }
    }
  }

  /** Begins to write down what changes. */
  observe(): void {
    const note = (cluster: string, object: KubeObject) => {
      const { namespace, name } = object.metadata;
      const home = object.kind === 'Namespace' ? name : namespace ?? '';
      const isUsual = this.#usual.get(cluster)?.has(home);
      if (isUsual && !this.#belongs(object)) return;
      this.#timer ??= this.#clock.after(PAUSE, () => {
        this.#timer = undefined;
        this.save();
      });
    };
    this.#stops = this.#apis.flatMap(api =>
      KEPT.map(type =>
        api.watch(type, ({ object }) => note(api.cluster, object)),
      ),
    );
  }

  save(): void {
    const saved: Saved = Object.fromEntries(
      this.#apis.map(api => [api.cluster, this.#of(api)]),
    );
    const text = JSON.stringify(saved);
    this.#writing = this.#writing
      .then(async () => {
        if ((await readIfThere(this.#file)) === text) return;
        await mkdir(dirname(this.#file), { recursive: true });
        // There are pull secrets among them.
        await writeFile(`${this.#file}.draft`, text, { mode: 0o600 });
        await rename(`${this.#file}.draft`, this.#file);
      })
      .catch(this.#onError);
  }

  async stop(): Promise<void> {
    for (const end of this.#stops.splice(0)) end();
    this.#timer?.cancel();
    this.save();
    await this.#writing;
  }

  #of(api: KubeApi): KubeObject[] {
    const all = KEPT.flatMap(type =>
      api.list(type).filter(object => isMade(object)),
    );
    const usual = this.#usual.get(api.cluster);
    const homes = new Set(
      all
        .filter(object => this.#belongs(object))
        .map(({ metadata }) => metadata.namespace ?? '')
        .filter(name => !usual?.has(name)),
    );
    return all.filter(object => {
      const { namespace, name } = object.metadata;
      const home = object.kind === 'Namespace' ? name : namespace ?? '';
      return homes.has(home) || this.#belongs(object);
    });
  }

  #belongs({ metadata: { labels = {} } }: KubeObject): boolean {
    return [labels.app, labels['backstage.io/kubernetes-id']].some(
      name => name !== undefined && this.#isNew(name),
    );
  }
}

/** Whether somebody has made it, and nobody is taking it away. */
function isMade({ kind, metadata }: KubeObject): boolean {
  return (
    !metadata.ownerReferences?.length &&
    metadata.deletionTimestamp === undefined &&
    !(kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt')
  );
}

function putBack(api: KubeApi, saved: KubeObject): void {
  const type = KEPT.find(
    item => item.kind === saved.kind && apiVersionOf(item) === saved.apiVersion,
  );
  if (!type) return;
  const { name, namespace, labels, managedFields } = saved.metadata;
  const annotations = { ...saved.metadata.annotations };
  // Its revisions begin anew.
  delete annotations['deployment.kubernetes.io/revision'];
  const written = {
    ...withoutAddresses(saved),
    metadata: { name, namespace, labels, annotations },
  };
  const options = { manager: 'landscape' };
  const present = api.get(type, namespace, name);
  const made = present
    ? api.update(
        type,
        { ...written, metadata: { ...present.metadata, labels, annotations } },
        options,
      )
    : api.create(type, written, options);
  // Whose each field is, is a part of the story: a rollout's image must not become a pipeline's.
  const owners = managedFields?.filter(item => item.subresource === undefined);
  api.update(
    type,
    { ...made, metadata: { ...made.metadata, managedFields: owners } },
    options,
  );
}

/** What the cluster gives out itself is given out again. */
function withoutAddresses(object: KubeObject): KubeObject {
  const copy: Record<string, unknown> = { ...object };
  delete copy.status;
  if (isRecord(copy.spec)) {
    const spec = { ...copy.spec };
    if (spec.clusterIP !== 'None') delete spec.clusterIP;
    for (const field of ['clusterIPs', 'volumeName', 'finalizers']) {
      delete spec[field];
    }
    copy.spec = spec;
  }
  const { apiVersion, kind, metadata } = object;
  return { ...copy, apiVersion, kind, metadata };
}

/** The file is the landscape's own: that it holds objects is enough to know. */
function isObject(value: unknown): value is KubeObject {
  return (
    isRecord(value) &&
    typeof value.kind === 'string' &&
    typeof value.apiVersion === 'string' &&
    isRecord(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}
