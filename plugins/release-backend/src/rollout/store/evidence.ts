import {
  evidenceReportSchema,
  type EvidenceReport,
} from '@pilothouse/plugin-release-common';
import type { Knex } from 'knex';
import * as z from 'zod';
import { ANSWER_WITHIN_MS } from '../../database/answerTime';
import { nowSql } from '../../database/dialect';
import type { Lease } from '../ports';
import { CHUNK, EVIDENCE, ROLLOUTS } from './rows';

/** As much is kept of a rollout; more than any provider has to say. */
const MOST_TEXT = 64 * 1024;
/** Of what is too long only the first reasons are kept. */
const FEW_REASONS = 2;

const evidenceRow = z.object({ step: z.number(), evidence: z.string() });
const reportsSchema = z.array(evidenceReportSchema);

/** What was measured last, in a step of a rollout. */
interface Measured {
  lease: Lease;
  stepIndex: number;
  reports: readonly EvidenceReport[];
}

/** Keeps what was measured last, in one statement, of rollouts whose lease is held. */
export async function saveEvidence(
  knex: Knex,
  measured: readonly Measured[],
): Promise<void> {
  const row =
    '(CAST(? AS text), CAST(? AS integer), CAST(? AS integer), CAST(? AS text))';
  for (let from = 0; from < measured.length; from += CHUNK) {
    const chunk = measured.slice(from, from + CHUNK);
    await knex
      .raw(
        `INSERT INTO ${EVIDENCE} (rollout_id, step, evidence, saved_at)
         SELECT r.id, given.column3, given.column4, ${nowSql(knex)}
           FROM (VALUES ${chunk.map(() => row).join(', ')}) AS given
           JOIN ${ROLLOUTS} AS r ON r.id = given.column1 AND r.lease_epoch = given.column2
          WHERE r.lease_until > ${nowSql(knex)} AND r.ended_at IS NULL
             ON CONFLICT (rollout_id) DO UPDATE
            SET step = excluded.step, evidence = excluded.evidence, saved_at = excluded.saved_at`,
        chunk.flatMap(({ lease: { rolloutId, epoch }, stepIndex, reports }) => [
          rolloutId,
          epoch,
          stepIndex,
          bounded(reports),
        ]),
      )
      .timeout(ANSWER_WITHIN_MS);
  }
}

/** @returns `undefined` where nothing was kept, or not by a version that we know */
export async function readEvidence(
  knex: Knex,
  rolloutId: string,
): Promise<{ stepIndex: number; reports: EvidenceReport[] } | undefined> {
  const row: unknown = await knex(EVIDENCE)
    .where({ rollout_id: rolloutId })
    .timeout(ANSWER_WITHIN_MS)
    .first('step', 'evidence');
  if (row === undefined) return undefined;
  const { step, evidence } = evidenceRow.parse(row);
  const { data } = reportsSchema.safeParse(JSON.parse(evidence));
  return data && { stepIndex: step, reports: data };
}

function bounded(reports: readonly EvidenceReport[]): string {
  const whole = JSON.stringify(reports);
  if (whole.length <= MOST_TEXT) return whole;
  const short = JSON.stringify(
    reports.map(report => ({
      ...report,
      checks: report.checks.map(check => ({
        ...check,
        reasons: check.reasons.slice(0, FEW_REASONS),
        links: [],
      })),
    })),
  );
  if (short.length <= MOST_TEXT) return short;
  return JSON.stringify(reports.map(report => ({ ...report, checks: [] })));
}
