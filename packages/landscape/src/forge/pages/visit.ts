import type { Forge } from '../forge';
import type { Repository } from '../git/repository';
import type { Html } from './html';
import { fullPathOf, type Project } from '../model';
import { sayIn, type Language, type Say } from './words';

/** Somebody's look at a page. */
export class Visit {
  readonly forge: Forge;
  readonly language: Language;
  readonly say: Say;
  /** With its query, as a link to the same page. */
  readonly href: string;
  readonly query: URLSearchParams;

  constructor(options: { forge: Forge; language: Language; url: URL }) {
    this.forge = options.forge;
    this.language = options.language;
    this.say = sayIn(options.language);
    this.href = options.url.pathname + options.url.search;
    this.query = options.url.searchParams;
  }

  /** `?page=2` is 2; what is no such number is 1. */
  get page(): number {
    const text = this.query.get('page') ?? '';
    return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 1;
  }
}

/** A look at a page of one project. */
export class ProjectVisit extends Visit {
  readonly project: Project;

  constructor(options: {
    forge: Forge;
    language: Language;
    url: URL;
    project: Project;
  }) {
    super(options);
    this.project = options.project;
  }

  get repository(): Repository {
    return this.forge.store.repository(this.project);
  }

  /** The address of a section of the project; each part is one step of the path. */
  to(...parts: readonly string[]): string {
    const path = `/${fullPathOf(this.project)}`;
    return parts.length === 0
      ? path
      : `${path}/-/${parts.map(encodeURIComponent).join('/')}`;
  }
}

/** A page that has been written, before its frame is around it. */
export interface Page {
  title: string;
  body: Html;
}
