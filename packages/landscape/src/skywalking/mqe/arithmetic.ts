import type { FunctionName, Operator } from './parse';

type Value = number | undefined;

/** Two numbers by an operator; nothing comes of no data. Comparisons give 1 or 0. */
export function calculate(operator: Operator, a: Value, b: Value): Value {
  if (a === undefined || b === undefined) return undefined;
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '>':
      return Number(a > b);
    case '<':
      return Number(a < b);
    case '>=':
      return Number(a >= b);
    case '<=':
      return Number(a <= b);
    case '==':
      return Number(a === b);
    default:
      return Number(a !== b);
  }
}

/** A series in one number; of no data comes nothing, but its count. */
export function summary(
  name: FunctionName,
  values: readonly Value[],
): number | undefined {
  const some = values.filter(value => value !== undefined);
  if (name === 'count') return some.length;
  if (some.length === 0) return undefined;
  const sum = some.reduce((total, value) => total + value, 0);
  switch (name) {
    case 'sum':
      return sum;
    case 'max':
      return Math.max(...some);
    case 'min':
      return Math.min(...some);
    case 'latest':
      return some[some.length - 1];
    default:
      return sum / some.length;
  }
}

/** A number as the OAP writes it: at most two decimals, and Java's sign for what has no end. */
export function formatted(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '-∞';
  return String(Number(value.toFixed(2)));
}
