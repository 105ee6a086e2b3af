const SHA = /^[0-9a-f]{40}$/;
const SHORT_SHA = /^[0-9a-f]{7,40}$/;
const PART = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** A whole object id. */
export function isSha(text: string): boolean {
  return SHA.test(text);
}

/** The beginning of an object id, as people write it. */
export function isShortSha(text: string): boolean {
  return SHORT_SHA.test(text);
}

/** Whether git takes this for the name of a branch or a tag; stricter than git, which allows more signs. */
export function isRefName(name: string): boolean {
  return (
    name.length <= 200 &&
    /^[\p{L}\p{N}_][\p{L}\p{N}_./+-]*$/u.test(name) &&
    !/\.\.|\/\/|\/$|\.$|\.lock$|\/\.|\.lock\//.test(name)
  );
}

/** Whether a file may have this path: relative, in this repository, and nothing that git keeps for itself. */
export function isFilePath(path: string): boolean {
  const parts = path.split('/');
  return (
    path.length <= 1000 &&
    !/[\p{Cc}\\]/u.test(path) &&
    parts.every(
      part =>
        part !== '' &&
        part !== '.' &&
        part !== '..' &&
        part.toLowerCase() !== '.git',
    )
  );
}

/** Whether a group or a project may be called this: it becomes the name of a folder. */
export function isPathPart(part: string): boolean {
  return PART.test(part) && !/\.\.|\.$|\.(git|atom)$/i.test(part);
}
