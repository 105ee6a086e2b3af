/** How the outcome of a step is judged. */
export type StepMode =
  /** Succeeds on the reference, and says the same on both. */
  | 'same'
  /** Fails on the reference, and says the same on both. */
  | 'fails'
  /** Succeeds, and says the same lines in any order. */
  | 'unordered'
  /** Is repeated until it succeeds; what it says does not matter. */
  | 'settles';

export interface Step {
  mode: StepMode;
  /** A line for bash; kubectl is on the path, its kubeconfig and namespace are set. */
  command: string;
}

/** Commands that run one after another in a namespace of their own, and the files they use. */
export interface Scenario {
  name: string;
  steps: Step[];
  files: Record<string, string>;
}

const MODES: Readonly<Record<string, StepMode>> = {
  $: 'same',
  '!': 'fails',
  '~': 'unordered',
  '?': 'settles',
};

const FILE_HEADER = /^-- (\S+) --$/;

/**
 * Reads a scenario: steps, one per line after `$`, `!`, `~` or `?` (see {@link StepMode}), then the files, each after a
 * line `-- name --`. Lines that start with `#` are comments, a backslash at the end continues a step.
 */
export function parseScenario(name: string, text: string): Scenario {
  const lines = text.split('\n');
  const firstFile = lines.findIndex(line => FILE_HEADER.test(line));
  const head = firstFile < 0 ? lines : lines.slice(0, firstFile);
  return {
    name,
    steps: parseSteps(name, head.join('\n').replaceAll('\\\n', '')),
    files: parseFiles(firstFile < 0 ? [] : lines.slice(firstFile)),
  };
}

function parseSteps(name: string, text: string): Step[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line && !line.startsWith('#'))
    .map(line => {
      const mode = MODES[line.slice(0, 1)];
      if (!mode || line[1] !== ' ') {
        throw new Error(`${name}: a step starts with $, !, ~ or ?: ${line}`);
      }
      return { mode, command: line.slice(2) };
    });
}

function parseFiles(lines: string[]): Record<string, string> {
  const files: Record<string, string> = {};
  let current = '';
  for (const line of lines) {
    const header = FILE_HEADER.exec(line);
    if (header) {
      current = header[1];
      files[current] = '';
    } else {
      files[current] += `${line}\n`;
    }
  }
  return files;
}
