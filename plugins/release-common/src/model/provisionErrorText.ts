import type { ProvisionError } from './provision';

const SENTENCES: Record<
  ProvisionError['code'],
  (params: ProvisionError['params']) => string
> = {
  refused: ({ message }) => `It was refused: ${message}`,
  unreachable: ({ message }) => `It could not be reached: ${message}`,
  conflict: ({ message }) => `Somebody else changed it: ${message}`,
  unknown: ({ message }) => `Nobody knows whether it was done: ${message}`,
  'not-ours': ({ owner }) =>
    owner
      ? `It is there already, and belongs to ${owner}.`
      : 'It is there already, and belongs to another service.',
  'pull-secret': ({ message }) => `The pull secret was not copied: ${message}`,
  'not-tried': () => 'It was not tried, because something before it failed.',
};

/** Why something failed, in one English sentence: for logs and MCP clients; screens have their own words. */
export function provisionErrorText({ code, params }: ProvisionError): string {
  return SENTENCES[code](params);
}
