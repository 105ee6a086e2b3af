/** A piece of a page that is known to be safe. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What may stand in a page: everything that is no `Html` is text, and nothing in it is markup. */
export type Content =
  | Html
  | string
  | number
  | undefined
  | false
  | readonly Content[];

/**
 * A template of HTML whose values are escaped, in text and in quoted attributes alike.
 *
 * @example html`<a href="${href}">${title}</a>`
 */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly Content[]
): Html {
  return new Html(
    strings.reduce(
      (text, next, index) => text + render(values[index - 1]) + next,
    ),
  );
}

function render(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

/** Signs that nobody sees, and those that turn a line around so that it reads other than it is. */
const UNSEEN =
  /(?![\t\n\r])[\p{Cs}\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text
    .replace(UNSEEN, '\ufffd')
    .replace(/[&<>"']/g, sign => ENTITIES[sign]);
}
