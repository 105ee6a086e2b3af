import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  evidenceReportSchema,
  type EvidenceReport,
} from '@pilothouse/plugin-release-common';
import type {
  EvidenceProvider,
  EvidenceRequest,
} from '@pilothouse/plugin-release-node';

const SECOND = 1000;
/** How often each provider is asked about one step. */
const CADENCE_MS = 15 * SECOND;
/** How long one measurement may take. */
const TIMEOUT_MS = 5 * SECOND;
/** What was measured before says nothing about now. */
const TOO_OLD_MS = 3 * CADENCE_MS;

/** What is measured: one step of one rollout. */
export interface EvidenceSubject {
  stepIndex: number;
  request: EvidenceRequest;
}

interface Options {
  providers: readonly EvidenceProvider[];
  logger: LoggerService;
  /** By the clock of the database, as of now. */
  now(): number;
  /** A clock that does not jump, in milliseconds. */
  monotonic(): number;
  /** Something new was measured about a rollout. */
  onMeasured(rolloutId: string): void;
}

/** What one provider said about one step. */
interface Measurement {
  startedAt: number;
  /** Missing until the first answer; `none` where it has nothing to do with the workload. */
  report?: EvidenceReport | 'none';
  measuredAt?: number;
  running?: AbortController;
}

interface Subject {
  stepIndex: number;
  measurements: Map<string, Measurement>;
}

/**
 * Asks evidence providers about the present step of each rollout, beside the ticks: a tick takes what was measured last,
 * and waits for nothing. What a provider throws, or does not say in time, is `unknown`.
 */
export class EvidenceCollector {
  readonly #options: Options;
  readonly #subjects = new Map<string, Subject>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** The latest of each provider; asks anew what is due. */
  latest({ stepIndex, request }: EvidenceSubject): EvidenceReport[] {
    const { rolloutId } = request;
    let subject = this.#subjects.get(rolloutId);
    if (subject?.stepIndex !== stepIndex) {
      this.forget(rolloutId);
      subject = { stepIndex, measurements: new Map() };
      this.#subjects.set(rolloutId, subject);
    }
    const reports: EvidenceReport[] = [];
    for (const provider of this.#options.providers) {
      const measurement = this.#due(subject, provider, request);
      const report = this.#reportOf(provider.id, measurement, request);
      if (report) reports.push(report);
    }
    return reports;
  }

  /** Stops what is asked about a rollout. */
  forget(rolloutId: string): void {
    const subject = this.#subjects.get(rolloutId);
    this.#subjects.delete(rolloutId);
    for (const { running } of subject?.measurements.values() ?? []) {
      running?.abort();
    }
  }

  close(): void {
    for (const id of [...this.#subjects.keys()]) this.forget(id);
  }

  #due(
    { measurements }: Subject,
    provider: EvidenceProvider,
    request: EvidenceRequest,
  ): Measurement {
    const now = this.#options.monotonic();
    const known = measurements.get(provider.id);
    if (known && (known.running || now - known.startedAt < CADENCE_MS)) {
      return known;
    }
    const measurement: Measurement = known ?? { startedAt: now };
    measurement.startedAt = now;
    measurements.set(provider.id, measurement);
    // Never rejects.
    void this.#measure(provider, request, measurement);
    return measurement;
  }

  async #measure(
    provider: EvidenceProvider,
    request: EvidenceRequest,
    measurement: Measurement,
  ): Promise<void> {
    const { monotonic, now, onMeasured } = this.#options;
    const stop = new AbortController();
    measurement.running = stop;
    const report = await this.#ask(provider, request, stop).catch(error => {
      const { message } = toError(error);
      return unmeasured(
        provider.id,
        request,
        now(),
        'provider-failed',
        message,
      );
    });
    measurement.running = undefined;
    if (stop.signal.aborted && !this.#isKnown(request.rolloutId, measurement)) {
      return;
    }
    measurement.report = report ?? 'none';
    measurement.measuredAt = monotonic();
    onMeasured(request.rolloutId);
  }

  async #ask(
    provider: EvidenceProvider,
    request: EvidenceRequest,
    stop: AbortController,
  ): Promise<EvidenceReport | undefined> {
    const { signal } = stop;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const giveUp = () =>
        reject(new Error(`No answer within ${TIMEOUT_MS / SECOND} s`));
      timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
      // A provider that does not listen to its signal is left to itself.
      signal.addEventListener('abort', giveUp);
    });
    try {
      const answer = await Promise.race([
        // Whatever it throws, at once or later, is its own fault.
        (async () => provider.measure(request, { signal }))(),
        late,
      ]);
      if (answer === undefined) return undefined;
      const report = evidenceReportSchema.parse(answer);
      return { ...report, provider: provider.id };
    } finally {
      clearTimeout(timer);
    }
  }

  #reportOf(
    provider: string,
    { report, measuredAt }: Measurement,
    request: EvidenceRequest,
  ): EvidenceReport | undefined {
    const { monotonic, now } = this.#options;
    if (report === 'none') return undefined;
    if (!report || measuredAt === undefined) {
      return unmeasured(provider, request, now(), 'not-measured-yet');
    }
    return monotonic() - measuredAt > TOO_OLD_MS
      ? unmeasured(provider, request, now(), 'measured-too-long-ago')
      : report;
  }

  #isKnown(rolloutId: string, measurement: Measurement): boolean {
    const subject = this.#subjects.get(rolloutId);
    return [...(subject?.measurements.values() ?? [])].includes(measurement);
  }
}

/** The verdict where nothing was measured. */
export function unmeasured(
  provider: string,
  { since }: Pick<EvidenceRequest, 'since'>,
  now: number,
  code: string,
  message?: string,
): EvidenceReport {
  return {
    provider: provider.slice(0, 63),
    verdict: 'unknown',
    at: new Date(now).toISOString(),
    since: new Date(since).toISOString(),
    checks: [],
    problem: {
      code,
      params: message === undefined ? {} : { message: message.slice(0, 500) },
    },
  };
}
