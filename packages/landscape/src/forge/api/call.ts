import type { Account } from '../accounts';
import type { Forge } from '../forge';
import { jsonAnswer, notFound, type ForgeAnswer } from '../http';
import type { Group, Project } from '../model';
import { userOf, type User } from '../people';
import type { Repository } from '../git/repository';
import type { Input } from './input';

/** A request to the API, known to be from somebody who may make it. */
export class Call {
  readonly forge: Forge;
  readonly input: Input;
  readonly account: Account;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly #path: string;
  readonly #parameters: ReadonlyMap<string, string>;

  constructor(options: {
    forge: Forge;
    input: Input;
    account: Account;
    path: string;
    parameters: ReadonlyMap<string, string>;
    headers: Readonly<Record<string, string | undefined>>;
  }) {
    this.forge = options.forge;
    this.input = options.input;
    this.account = options.account;
    this.headers = options.headers;
    this.#path = options.path;
    this.#parameters = options.parameters;
  }

  get now(): number {
    return this.forge.clock.now();
  }

  get user(): User {
    return userOf(this.account);
  }

  /** A part of the path, decoded. */
  parameter(name: string): string {
    return this.#parameters.get(name) ?? '';
  }

  /** The number of something in the path; none of that number is 0. */
  number(name: string): number {
    const text = this.parameter(name);
    return /^\d{1,9}$/.test(text) ? Number(text) : 0;
  }

  /** @throws ForgeRefusal 404 */
  get project(): Project {
    const project = this.forge.store.project(this.parameter('project'));
    if (!project) throw notFound('Project');
    return project;
  }

  /** @throws ForgeRefusal 404 */
  get group(): Group {
    const group = this.forge.store.group(this.parameter('group'));
    if (!group) throw notFound('Group');
    return group;
  }

  get repository(): Repository {
    return this.forge.store.repository(this.project);
  }

  /**
   * The commit behind the branch, tag or id that the request names in `field`, or behind the default branch.
   *
   * @throws ForgeRefusal 404
   */
  async commit(field: string, what: string): Promise<string> {
    const ref = this.input.optionalText(field) || this.project.defaultBranch;
    const sha = await this.repository.resolve(ref);
    if (!sha) throw notFound(what);
    return sha;
  }

  /** One page of a list, with the headers by which the others are found. */
  paged<T>(items: readonly T[], view: (item: T) => unknown): ForgeAnswer {
    const { number, size } = this.input.page();
    const page = items.slice((number - 1) * size, number * size);
    return this.page(page.map(view), items.length);
  }

  /** A page that has been cut out already. */
  page(values: unknown[], total: number): ForgeAnswer {
    const { number, size } = this.input.page();
    const pages = Math.max(1, Math.ceil(total / size));
    const url = (page: number) =>
      `${this.forge.url}${this.#path}?page=${page}&per_page=${size}`;
    const links = [
      ...(number > 1 ? [`<${url(number - 1)}>; rel="prev"`] : []),
      ...(number < pages ? [`<${url(number + 1)}>; rel="next"`] : []),
      `<${url(1)}>; rel="first"`,
      `<${url(pages)}>; rel="last"`,
    ];
    return jsonAnswer(200, values, {
      'X-Total': String(total),
      'X-Total-Pages': String(pages),
      'X-Page': String(number),
      'X-Per-Page': String(size),
      'X-Prev-Page': number > 1 ? String(number - 1) : '',
      'X-Next-Page': number < pages ? String(number + 1) : '',
      Link: links.join(', '),
    });
  }
}
