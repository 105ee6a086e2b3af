import * as z from 'zod';

export const runbookKindSchema = z.enum(['incident', 'change', 'drill'], {
  error: 'has to be incident, change or drill',
});
export type RunbookKind = z.infer<typeof runbookKindSchema>;

/** In order of urgency. */
export const severitySchema = z.enum(['critical', 'high', 'normal', 'low'], {
  error: 'has to be critical, high, normal or low',
});
export type Severity = z.infer<typeof severitySchema>;

/** Days, weeks and months are enough: nobody reviews by the hour. */
const REVIEW = /^P(?:\d{1,3}M|\d{1,3}W|\d{1,4}D)$/;
/** As people write it, and templates did. */
const SHORT_REVIEW = /^\d{1,4}[dwm]$/;
const DURATION =
  /^P(?=\d|T\d)(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,3}H)?(?:\d{1,4}M)?)?$/;

const LIST_OF_ALERTS = 'has to be a list of names of alerts';
const LIST_OF_SERVICES = 'has to be a list of entity references, or "*"';
const REVIEW_EVERY = 'has to be like P90D, P12W or P6M';
const TIME_GOAL = 'has to be like PT30M or P1DT2H';

/** Page front matter `runbook:`, as an author writes it. Every message names what a field may be. */
export const runbookFrontMatterSchema = z.strictObject({
  /** Pairs the languages of one runbook; the path of the page, without its language, when missing. */
  id: z
    .string('has to be a text')
    .regex(
      /^[a-z0-9][a-z0-9-]{0,99}$/,
      'has to be lower-case letters, digits and -, at most 100',
    )
    .optional(),
  /** Of the page, where its path does not tell: `en`, `zh`. */
  language: z
    .string('has to be like en or zh')
    .regex(/^[a-z]{2,3}$/, 'has to be like en or zh')
    .optional(),
  alerts: z
    .array(
      z
        .string('has to be the name of an alert')
        .regex(
          /^[A-Za-z_][\w:.-]{0,199}$/,
          'has to be the name of an alert: letters, digits and _ : . -',
        ),
      LIST_OF_ALERTS,
    )
    .max(50, 'has to be 50 alerts at most')
    .default([]),
  severity: severitySchema.default('normal'),
  kind: runbookKindSchema,
  /** References of entities; `*` for all. The entity that the page belongs to when missing. */
  services: z
    .array(
      z.string(LIST_OF_SERVICES).min(1, LIST_OF_SERVICES).max(761),
      LIST_OF_SERVICES,
    )
    .max(100, 'has to be 100 services at most')
    .optional(),
  /** ISO 8601: `P90D`, `P12W`, `P6M`; `90d`, `12w`, `6m` are understood too. */
  reviewEvery: z
    .string(REVIEW_EVERY)
    .transform(text =>
      SHORT_REVIEW.test(text) ? `P${text.toUpperCase()}` : text,
    )
    .pipe(z.string().regex(REVIEW, REVIEW_EVERY))
    .optional(),
  /** When somebody last looked whether it holds; the last change of the page when missing. */
  reviewed: z.iso.date('has to be a date like 2026-10-12').optional(),
  /** ISO 8601, in days, hours and minutes: `PT30M`. */
  rto: z.string(TIME_GOAL).regex(DURATION, TIME_GOAL).optional(),
  rpo: z.string(TIME_GOAL).regex(DURATION, TIME_GOAL).optional(),
});
export type RunbookFrontMatter = z.infer<typeof runbookFrontMatterSchema>;
