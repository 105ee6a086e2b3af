/** An expression of the Metrics Query Expression language, taken apart. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'metric'; name: string; labels: Readonly<Record<string, string[]>> }
  | { kind: 'binary'; operator: Operator; left: Expression; right: Expression }
  | { kind: 'call'; name: FunctionName; args: readonly Expression[] }
  | {
      kind: 'top';
      metric: string;
      count: number;
      order: 'asc' | 'des';
    };

export type Operator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '>'
  | '<'
  | '>='
  | '<='
  | '=='
  | '!=';

const FUNCTIONS = [
  'avg',
  'count',
  'latest',
  'sum',
  'max',
  'min',
  'abs',
  'ceil',
  'floor',
  'round',
  'is_present',
  'view_as_seq',
] as const;

export type FunctionName = (typeof FUNCTIONS)[number];

/** Operators that bind alike, the weakest first. */
const LEVELS: readonly (readonly Operator[])[] = [
  ['>', '<', '>=', '<=', '==', '!='],
  ['+', '-'],
  ['*', '/', '%'],
];

const TOKEN =
  /\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+(?:\.\d+)?)|(?<text>'[^']*'|"[^"]*")|(?<sign>>=|<=|==|!=|[-+*/%<>=(){},]))/y;

const LONGEST = 4096;
const DEEPEST = 32;

interface Token {
  kind: 'word' | 'number' | 'text' | 'sign';
  text: string;
  at: number;
}

/** An expression that the language does not have. */
export class SyntaxProblem extends Error {}

/**
 * Reads an expression.
 *
 * @throws SyntaxProblem which says where, nearly as the OAP's parser does
 */
export function parseExpression(text: string): Expression {
  const parser = new Parser(tokensOf(text));
  return parser.whole();
}

function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new SyntaxProblem('line 1:0 too long');
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const begin = TOKEN.lastIndex;
    const { groups } = TOKEN.exec(text) ?? {};
    const [kind, found] =
      Object.entries(groups ?? {}).find(([, value]) => value !== undefined) ??
      [];
    if (found === undefined) {
      throw new SyntaxProblem(
        `line 1:${begin} token recognition error at: '${text
          .slice(begin)
          .trim()
          .slice(0, 1)}'`,
      );
    }
    tokens.push({
      kind: isKind(kind) ? kind : 'sign',
      text: found,
      at: TOKEN.lastIndex - found.length,
    });
  }
  return tokens;
}

function isKind(text: string | undefined): text is Token['kind'] {
  return text === 'word' || text === 'number' || text === 'text';
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression(0);
    if (this.#next < this.#tokens.length) throw this.#unexpected();
    return expression;
  }

  #expression(level: number): Expression {
    if (level === LEVELS.length) return this.#primary();
    let left = this.#expression(level + 1);
    for (;;) {
      const operator = LEVELS[level].find(item => this.#takes(item));
      if (!operator) return left;
      const right = this.#expression(level + 1);
      left = { kind: 'binary', operator, left, right };
    }
  }

  #primary(): Expression {
    if (this.#depth > DEEPEST) throw this.#unexpected();
    this.#depth += 1;
    try {
      if (this.#takes('(')) {
        const inner = this.#expression(0);
        this.#expect(')');
        return inner;
      }
      if (this.#peek()?.kind === 'number') return this.#number();
      const name = this.#word();
      if (!this.#takes('('))
        return { kind: 'metric', name, labels: this.#labels() };
      if (name === 'top_n') return this.#top();
      const known = FUNCTIONS.find(item => item === name);
      if (!known) {
        this.#next -= 1;
        throw this.#unexpected();
      }
      return { kind: 'call', name: known, args: this.#args(known) };
    } finally {
      this.#depth -= 1;
    }
  }

  #number(): { kind: 'number'; value: number } {
    const token = this.#peek();
    if (token?.kind !== 'number') throw this.#unexpected();
    this.#next += 1;
    return { kind: 'number', value: Number(token.text) };
  }

  #args(name: FunctionName): Expression[] {
    const takesMany = name === 'view_as_seq' || name === 'is_present';
    const args = [this.#expression(0)];
    while (takesMany && this.#takes(',')) args.push(this.#expression(0));
    this.#expect(')');
    return args;
  }

  #top(): Expression {
    const metric = this.#word();
    this.#expect(',');
    const { value } = this.#number();
    this.#expect(',');
    const order = this.#word();
    if (order !== 'asc' && order !== 'des') {
      this.#next -= 1;
      throw this.#unexpected();
    }
    // Attributes came after 10.1.
    this.#expect(')');
    return { kind: 'top', metric, count: Math.floor(value), order };
  }

  #labels(): Record<string, string[]> {
    const labels: Record<string, string[]> = Object.create(null);
    if (!this.#takes('{')) return labels;
    do {
      const name = this.#word();
      this.#expect('=');
      const token = this.#peek();
      if (token?.kind !== 'text') throw this.#unexpected();
      this.#next += 1;
      labels[name] = token.text
        .slice(1, -1)
        .split(',')
        .map(item => item.trim());
    } while (this.#takes(','));
    this.#expect('}');
    return labels;
  }

  #word(): string {
    const token = this.#peek();
    if (token?.kind !== 'word') throw this.#unexpected();
    this.#next += 1;
    return token.text;
  }

  #takes(sign: string): boolean {
    const token = this.#peek();
    if (token?.kind !== 'sign' || token.text !== sign) return false;
    this.#next += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw this.#unexpected();
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #unexpected(): SyntaxProblem {
    const token = this.#peek();
    return new SyntaxProblem(
      token
        ? `line 1:${token.at} mismatched input '${token.text}'`
        : "line 1:0 mismatched input '<EOF>'",
    );
  }
}
