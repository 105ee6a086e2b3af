import { entityRef, once } from '@pilothouse/pilothouse-node';
import { runbookKindSchema } from '@pilothouse/plugin-runbooks-common';
import * as z from 'zod';

const short = (what: string, most: number) =>
  once(`has to be ${what}`)
    .trim()
    .min(1, `has to be ${what}`)
    .max(most, `has to be ${what}, at most ${most} characters`);

const runbookId = short('the id of a runbook', 1300);
const language = once('has to be like en or zh').regex(
  /^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$/,
  'has to be like en or zh',
);

export const listQuery = z.strictObject({
  entityRef: entityRef.optional(),
  alert: short('the name of an alert', 200).optional(),
  kind: runbookKindSchema.optional(),
  owner: entityRef.optional(),
  text: short('what to look for', 200).optional(),
});

export const pageQuery = z.strictObject({
  id: runbookId,
  language: language.optional(),
});

export const documentsQuery = z.strictObject({ after: runbookId.optional() });
