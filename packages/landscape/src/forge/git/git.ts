import { spawn } from 'node:child_process';

/** No answer of git is larger; what is, is refused. */
const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_MS = 20_000;
const MOST_COMPLAINT = 2000;

/**
 * The environment of every git process: nothing of the person who started the landscape gets in, neither a
 * configuration nor a key.
 */
export function gitEnvironment(
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LITERAL_PATHSPECS: '1',
    ...more,
  };
}

/** A git command that ended with something else than 0. */
export class GitFailure extends Error {
  readonly complaint: string;

  constructor(command: string, complaint: string) {
    super(`git ${command} failed: ${complaint}`);
    this.name = 'GitFailure';
    this.complaint = complaint;
  }
}

/**
 * Runs git on a repository without a work tree. Arguments are never seen by a shell; what comes from outside must
 * still not begin with a dash.
 *
 * @throws GitFailure with what git said
 */
export function git(
  dir: string,
  args: readonly string[],
  options: { input?: string | Buffer; env?: Record<string, string> } = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', dir, ...args], {
      env: gitEnvironment(options.env),
      stdio: 'pipe',
      timeout: LONGEST_MS,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let complaint = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) child.kill('SIGKILL');
      else chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk).slice(-MOST_COMPLAINT);
    });
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new GitFailure(args[0], complaint.trim()));
    });
    // A command that has heard enough closes its input.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input);
  });
}
