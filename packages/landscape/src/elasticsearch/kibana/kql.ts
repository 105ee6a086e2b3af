/** A query as the store takes it. */
type Query = Record<string, unknown>;

/**
 * Kibana's own language, as far as links use it: `level : "ERROR" and not (tid : * or log : time*)`.
 *
 * @throws SyntaxError
 */
export function parseKql(text: string): Query {
  const tokens = [
    ...text.matchAll(
      /\s*(?:("(?:\\.|[^"\\])*")|([():{}])|(<=|>=|<|>)|((?:\\.|[^\s():"<>{}\\])+))/gy,
    ),
  ];
  const length = tokens.reduce((sum, [whole]) => sum + whole.length, 0);
  if (length < text.trimEnd().length) {
    throw new SyntaxError(`"${text.slice(length)}" is no KQL`);
  }
  const parser = new Parser(tokens.map(([whole]) => whole.trim()));
  return parser.parse();
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  parse(): Query {
    if (this.#tokens.length === 0) return { match_all: {} };
    const query = this.#or(undefined);
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return query;
  }

  #or(field: string | undefined): Query {
    const parts = [this.#and(field)];
    while (this.#word('or')) parts.push(this.#and(field));
    return parts.length === 1
      ? parts[0]
      : { bool: { should: parts, minimum_should_match: 1 } };
  }

  #and(field: string | undefined): Query {
    const parts = [this.#not(field)];
    while (this.#word('and')) parts.push(this.#not(field));
    return parts.length === 1 ? parts[0] : { bool: { filter: parts } };
  }

  #not(field: string | undefined): Query {
    return this.#word('not')
      ? { bool: { must_not: [this.#not(field)] } }
      : this.#clause(field);
  }

  #clause(field: string | undefined): Query {
    if (this.#takes('(')) {
      const query = this.#or(field);
      if (!this.#takes(')')) throw this.#unexpected();
      return query;
    }
    const token = this.#read();
    if (field !== undefined) return valueOf(field, token);
    const comparison = ['<=', '>=', '<', '>'].find(sign => this.#takes(sign));
    if (comparison) {
      const key = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' }[
        comparison
      ];
      return {
        range: { [plain(token)]: { [String(key)]: plain(this.#read()) } },
      };
    }
    if (!this.#takes(':')) return valueOf(undefined, token);
    const name = plain(token);
    return this.#takes('(') ? this.#group(name) : valueOf(name, this.#read());
  }

  #group(name: string): Query {
    const query = this.#or(name);
    if (!this.#takes(')')) throw this.#unexpected();
    return query;
  }

  #word(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }

  #takes(sign: string): boolean {
    if (this.#tokens[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #read(): string {
    const token = this.#tokens.at(this.#at);
    if (token === undefined || this.#at >= this.#tokens.length) {
      throw this.#unexpected();
    }
    this.#at += 1;
    return token;
  }

  #unexpected(): SyntaxError {
    const seen = this.#tokens[this.#at];
    return new SyntaxError(
      seen === undefined
        ? 'this KQL ends too early'
        : `"${seen}" is not expected in this KQL`,
    );
  }
}

function plain(token: string): string {
  const inner = token.startsWith('"') ? token.slice(1, -1) : token;
  return inner.replace(/\\(.)/g, '$1');
}

function valueOf(field: string | undefined, token: string): Query {
  const isPhrase = token.startsWith('"');
  if (!isPhrase && /(?<!\\)\*/.test(token)) {
    if (token === '*') return field ? { exists: { field } } : { match_all: {} };
    return {
      query_string: { query: token, ...(field && { fields: [field] }) },
    };
  }
  const value = plain(token);
  if (field === undefined) {
    return {
      multi_match: {
        query: value,
        lenient: true,
        ...(isPhrase && { type: 'phrase' }),
      },
    };
  }
  return isPhrase
    ? { match_phrase: { [field]: value } }
    : { match: { [field]: value } };
}
