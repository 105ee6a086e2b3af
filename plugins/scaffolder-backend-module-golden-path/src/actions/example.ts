import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

/** One step of a template, as the list of installed actions shows it. */
export function example(
  description: string,
  step: { action: string; input: object },
): TemplateExample {
  return { description, example: stringify({ steps: [step] }) };
}
