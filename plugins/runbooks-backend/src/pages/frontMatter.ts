import { parseDocument } from 'yaml';

/** More is no front matter, and is not read. */
const LONGEST = 16 * 1024;
/** Front matter that repeats itself by aliases grows without end. */
const MOST_ALIASES = 20;

/** As MkDocs finds it: from the first line, three dashes, to three dashes or dots. */
const BLOCK =
  /^\uFEFF?---[ \t]*\r?\n(?<yaml>[^]*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/m;

/** The front matter of a page, and the page without it. */
export interface FrontMatter {
  /** What it says; missing where there is none, or none that can be read. */
  data?: Readonly<Record<string, unknown>>;
  /** Why it cannot be read: the number of a line of the file, and what is wrong there. */
  error?: { line: number; message: string };
  /** The block as it stands. */
  yaml: string;
  body: string;
}

/** Reads front matter as hostile text: without custom tags, endless aliases and keys that stand there twice. */
export function readFrontMatter(text: string): FrontMatter {
  const block = BLOCK.exec(text.slice(0, LONGEST));
  // Without the flag `m` the dashes could not end at any line; with it, they have to begin the file all the same.
  if (!block?.groups || block.index !== 0) return { yaml: '', body: text };
  const { yaml } = block.groups;
  const body = text.slice(block[0].length);
  try {
    const document = parseDocument(yaml, {
      uniqueKeys: true,
      customTags: [],
      logLevel: 'silent',
      version: '1.2',
    });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) {
      const [place] = problem.linePos ?? [];
      const [message] = problem.message.split(/ at line |:?\n/);
      return {
        yaml,
        body,
        // The first line of the file is dashes.
        error: { line: (place?.line ?? 1) + 1, message },
      };
    }
    const data: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return isRecord(data) ? { data, yaml, body } : { yaml, body };
  } catch {
    // Too many aliases, or nested too deep for the stack.
    return {
      yaml,
      body,
      error: { line: 2, message: 'is nested or repeats itself too much' },
    };
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
