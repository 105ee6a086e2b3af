import type { Line } from '../connection/LineSplitter';
import type { Reader } from '../projection/readers';
import type { CacheChange } from '../types';
import { changesOf, differences, type Identified } from './changes';
import type { Listeners } from './Listeners';
import { assertFits, type Listed } from './listObjects';
import { ObjectStore } from './ObjectStore';
import { isOlder } from './resourceVersion';
import { readWatchLines } from './watchEvents';

/** A relist of few differences is told one by one, of many at once. */
const FEW = 200;

export interface WatchedObjectsOptions<T> {
  project: Reader<T>;
  changes: Listeners<CacheChange<T>[]>;
}

/** What a watch holds, up to which version of the cluster, and who is told of its changes. */
export class WatchedObjects<T extends Identified> {
  readonly store = new ObjectStore<T>();
  readonly #project: Reader<T>;
  readonly #changes: Listeners<CacheChange<T>[]>;
  #version: string | undefined;
  /** The furthest that was known; of the cluster as it was before its versions went back, nothing is. */
  #latest: string | undefined;
  #moved = false;

  constructor({ project, changes }: WatchedObjectsOptions<T>) {
    this.#project = project;
    this.#changes = changes;
  }

  /** From where a watch goes on; missing when a new list is needed. */
  get version(): string | undefined {
    return this.#version;
  }

  /** What is held is too old, or makes no sense, to go on from. */
  forgetVersion(): void {
    this.#version = undefined;
  }

  /** The cluster is another one now, in which the same uid and version may mean something else. */
  forgetCluster(): void {
    this.#version = undefined;
    this.#moved = true;
  }

  /** Takes a whole list. */
  replace({ objects, resourceVersion }: Listed<T>): void {
    const first = !this.store.synced;
    const another = this.#moved || this.#isBack(resourceVersion);
    if (another) this.store.clear();
    const changes = differences(this.store.objects, objects);
    this.store.apply(changes);
    this.store.markSynced();
    this.#moved = false;
    this.#version = resourceVersion;
    this.#latest = resourceVersion;
    if (first || another || changes.length > FEW) {
      this.#changes.tell([{ type: 'relist' }]);
    } else if (changes.length > 0) this.#changes.tell(changes);
  }

  /** Takes lines of a watch; throws what the last of them says, after what came before it. */
  take(lines: readonly Line[]): void {
    if (lines.length === 0) return;
    const news = readWatchLines(lines, this.#project);
    const changes: CacheChange<T>[] = [];
    for (const event of news.events) {
      const { metadata } = event.object;
      const before = this.store.get(metadata?.namespace, metadata?.name ?? '');
      const own = changesOf(before, event);
      this.store.apply(own);
      changes.push(...own);
    }
    this.#version = news.resourceVersion ?? this.#version;
    this.#latest = this.#version;
    if (changes.length > 0) this.#changes.tell(changes);
    if (news.error) throw news.error;
    assertFits(this.store.size);
  }

  /** Whether a cluster that is at the version has gone back: it was restored from a backup. */
  isAheadOf(version: string): boolean {
    return this.#version !== undefined && isOlder(version, this.#version);
  }

  /** It is not ours to know any more. */
  clear(): void {
    this.#version = undefined;
    if (!this.store.synced) return;
    this.store.clear();
    this.#changes.tell([{ type: 'relist' }]);
  }

  #isBack(version: string): boolean {
    return this.#latest !== undefined && isOlder(version, this.#latest);
  }
}
