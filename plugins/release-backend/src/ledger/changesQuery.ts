import { count, entityRef, flag, once } from '@pilothouse/pilothouse-node';
import { isPortalId } from '@pilothouse/plugin-release-common';
import * as z from 'zod';
import { workloadIdInput } from '../http/input';

const INSTANT =
  'has to be a time with its offset from UTC, such as 2026-11-20T18:00:00Z';

/** A time in a question, as milliseconds since the epoch. */
export const instantInput = z.iso
  .datetime({ offset: true, error: INSTANT })
  .transform(text => Date.parse(text));

const CURSOR = 'has to be the cursor of an answer';

/** Query of `GET /changes`. */
export const changesQuery = z
  .strictObject({
    entityRef: entityRef.optional(),
    system: entityRef
      .refine(ref => ref.startsWith('system:'), {
        error: 'has to be the reference of a system',
      })
      .optional(),
    workloadId: workloadIdInput.optional(),
    rolloutId: once('has to be the id of a rollout')
      .refine(isPortalId, 'has to be the id of a rollout')
      .optional(),
    around: flag.optional(),
    since: instantInput.optional(),
    until: instantInput.optional(),
    limit: count(1, 500).default(100),
    cursor: once(CURSOR)
      .regex(/^[1-9]\d{0,14}$/, CURSOR)
      .transform(Number)
      .optional(),
  })
  .refine(({ around, entityRef: of }) => !around || of !== undefined, {
    path: ['around'],
    error: 'needs entityRef: around what',
  });
