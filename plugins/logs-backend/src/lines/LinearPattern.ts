import {
  isWord,
  parsePattern,
  type CharTest,
  type PatternNode,
} from './parsePattern';

/** Steps of a pattern. With the length of the text they bound the time of a search. */
const MOST_STEPS = 600;
/** What is looked for stands near the beginning of a line, in UTF-16 units. */
const LOOKED_THROUGH = 2_000;

type Step =
  | { kind: 'char'; test: CharTest }
  | { kind: 'edge'; edge: 'start' | 'end' | 'word' }
  | { kind: 'fork'; first: number; second: number }
  | { kind: 'mark'; slot: 0 | 1 }
  | { kind: 'found' };

/** A way through the pattern: where it is, where it began, and what its group has taken. */
interface Thread {
  step: number;
  start: number;
  from: number;
  to: number;
}

/**
 * A regular expression of the configuration, matched in time that grows with the length of the line and nothing else: all
 * ways through it are followed at once, so that no line and no pattern makes it try again and again.
 *
 * @see https://swtch.com/~rsc/regexp/regexp2.html
 * @example
 * ```ts
 * new LinearPattern('TID:\\s*([0-9a-f.]+)').find('INFO TID: 7f.1.2 paid'); // '7f.1.2'
 * ```
 */
export class LinearPattern {
  readonly #steps: Step[] = [];

  /** @throws SyntaxError for what cannot be read, or is too long */
  constructor(pattern: string) {
    this.#add(parsePattern(pattern));
    this.#push({ kind: 'found' });
  }

  /** What its first group took, or all of it where there is no group; of the first place where it matches. */
  find(text: string): string | undefined {
    const end = Math.min(text.length, LOOKED_THROUGH);
    let threads: Thread[] = [];
    let found: Thread | undefined;
    for (let at = 0; at <= end; at += 1) {
      const seen = new Set<number>();
      const present: Thread[] = [];
      for (const thread of threads) {
        this.#follow(thread, { text, at, end, seen, into: present });
      }
      // Who has begun earlier comes first; after a match nobody begins any more.
      if (!found) {
        const begin = { step: 0, start: at, from: -1, to: -1 };
        this.#follow(begin, { text, at, end, seen, into: present });
      }
      threads = [];
      const code = text.charCodeAt(at);
      for (const thread of present) {
        const step = this.#steps[thread.step];
        if (step.kind === 'found') {
          found = { ...thread, to: thread.to };
          if (thread.from < 0) found = { ...found, from: thread.start, to: at };
          break;
        }
        if (at < end && step.kind === 'char' && step.test(code)) {
          threads.push({ ...thread, step: thread.step + 1 });
        }
      }
      if (threads.length === 0 && found) break;
    }
    return found && text.slice(found.from, found.to);
  }

  /** Goes on to the steps that take a character, in the order of preference. */
  #follow(
    thread: Thread,
    place: {
      text: string;
      at: number;
      end: number;
      seen: Set<number>;
      into: Thread[];
    },
  ): void {
    const { seen, at, into } = place;
    const waiting = [thread];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      if (seen.has(next.step)) continue;
      seen.add(next.step);
      const step = this.#steps[next.step];
      switch (step.kind) {
        case 'fork':
          waiting.push(
            { ...next, step: step.second },
            { ...next, step: step.first },
          );
          break;
        case 'mark':
          waiting.push({
            ...next,
            step: next.step + 1,
            ...(step.slot === 0 ? { from: at } : { to: at }),
          });
          break;
        case 'edge':
          if (isAt(step.edge, place)) {
            waiting.push({ ...next, step: next.step + 1 });
          }
          break;
        default:
          into.push(next);
      }
    }
  }

  #add(node: PatternNode): void {
    switch (node.kind) {
      case 'char':
      case 'edge':
        this.#push(node);
        break;
      case 'all':
        for (const part of node.parts) this.#add(part);
        break;
      case 'group':
        if (node.captured) this.#push({ kind: 'mark', slot: 0 });
        this.#add(node.part);
        if (node.captured) this.#push({ kind: 'mark', slot: 1 });
        break;
      case 'any':
        this.#addOptions(node.options);
        break;
      default:
        this.#addRepeat(node);
    }
  }

  #addOptions(options: readonly PatternNode[]): void {
    const [first, ...rest] = options;
    if (rest.length === 0) {
      this.#add(first);
      return;
    }
    const fork = this.#fork();
    this.#add(first);
    const over = this.#fork();
    fork.second = this.#steps.length;
    this.#addOptions(rest);
    over.first = this.#steps.length;
    over.second = this.#steps.length;
  }

  #addRepeat(node: Extract<PatternNode, { kind: 'repeat' }>): void {
    const { part, least, most } = node;
    for (let turn = 0; turn < least; turn += 1) this.#add(part);
    if (most === Infinity) {
      const at = this.#steps.length;
      const fork = this.#fork();
      this.#add(part);
      const back = this.#fork();
      back.first = at;
      back.second = at;
      fork.second = this.#steps.length;
      return;
    }
    const forks: { second: number }[] = [];
    for (let turn = least; turn < most; turn += 1) {
      forks.push(this.#fork());
      this.#add(part);
    }
    for (const fork of forks) fork.second = this.#steps.length;
  }

  /** Goes on with the next step first; where else is filled in later. */
  #fork() {
    const next = this.#steps.length + 1;
    const fork = { kind: 'fork' as const, first: next, second: next };
    this.#push(fork);
    return fork;
  }

  #push(step: Step): void {
    this.#steps.push(step);
    if (this.#steps.length > MOST_STEPS) {
      throw new SyntaxError(
        'the pattern is too long, when its repetitions are written out',
      );
    }
  }
}

function isAt(
  edge: 'start' | 'end' | 'word',
  { text, at, end }: { text: string; at: number; end: number },
): boolean {
  if (edge === 'start') return at === 0;
  if (edge === 'end') return at === end;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < end && isWord(text.charCodeAt(at));
  return before !== after;
}
