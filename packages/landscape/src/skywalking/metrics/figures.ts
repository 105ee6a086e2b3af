import type { BackingStore } from '../../world/backing-stores';
import { hash } from '../../world/random';
import type { Step } from '../duration';
import { endpointShare } from '../endpoint-names';
import type { AgentService, ConjecturedService } from '../estate';
import { whole, type Cell, type Cells } from './cells';
import type { Crowd } from './latency';

/** Whom a metric is about. */
export type Subject =
  | { scope: 'Service'; service: AgentService }
  | { scope: 'Conjectured'; service: ConjecturedService }
  | { scope: 'ServiceInstance'; service: AgentService; pod: string }
  | { scope: 'Endpoint'; service: AgentService; endpoint: string }
  | {
      scope: 'ServiceRelation';
      source: AgentService;
      target: AgentService | ConjecturedService;
    };

/** What a subject did in one step. */
export interface Figures {
  calls: number;
  failures: number;
  crowds: readonly Crowd[];
  memoryBytes: number;
  cpuMillis: number;
}

/** What a store takes for an answer, as its callers see it. */
export const STORE_LATENCY: Record<
  BackingStore['type'],
  { p50: number; p99: number }
> = {
  database: { p50: 3, p99: 28 },
  cache: { p50: 0.8, p99: 6 },
  queue: { p50: 2, p99: 18 },
};

/** Adds up what the subject did in the step that begins at that time; `undefined` when nobody called it. */
export function figuresOf(
  cells: Cells,
  subject: Subject,
  time: number,
  step: Step,
): Figures | undefined {
  switch (subject.scope) {
    case 'Service':
      return sumOf(cellsOf(cells, subject.service, time, step));
    case 'ServiceInstance':
      return sumOf(
        cellsOf(cells, subject.service, time, step).filter(
          ({ pod }) => pod === subject.pod,
        ),
      );
    case 'Endpoint':
      return sumOf(endpointCells(cells, subject, time, step));
    case 'Conjectured':
      return storeFigures(cells, subject.service.callers, subject.service, {
        time,
        step,
      });
    default:
      return relationFigures(cells, subject, time, step);
  }
}

function cellsOf(
  cells: Cells,
  { placements }: AgentService,
  time: number,
  step: Step,
): Cell[] {
  return placements.flatMap(placement => cells.at(placement, time, step));
}

function endpointCells(
  cells: Cells,
  { service, endpoint }: { service: AgentService; endpoint: string },
  time: number,
  step: Step,
): Cell[] {
  return service.placements.flatMap(placement => {
    const share = endpointShare(placement, endpoint);
    if (share === 0) return [];
    return cells.at(placement, time, step).flatMap(cell => {
      const state = hash(cell.pod, time, endpoint);
      const calls = whole(cell.calls * share, state);
      const failures = whole(cell.failures * share, hash(state, 'failures'));
      if (calls === 0) return [];
      return [{ ...cell, calls, failures: Math.min(calls, failures) }];
    });
  });
}

function relationFigures(
  cells: Cells,
  { source, target }: Extract<Subject, { scope: 'ServiceRelation' }>,
  time: number,
  step: Step,
): Figures | undefined {
  if (!target.real) {
    return storeFigures(cells, [source], target, { time, step });
  }
  const rate = callRate(source, target.name);
  const asked = sumOf(cellsOf(cells, source, time, step));
  const answered = cellsOf(cells, target, time, step);
  const all = answered.reduce((sum, cell) => sum + cell.calls, 0);
  if (!asked || rate === 0 || all === 0) return undefined;
  const part = Math.min(1, (asked.calls * rate) / all);
  return sumOf(
    answered.map(cell => ({
      ...cell,
      calls: whole(cell.calls * part, hash(cell.pod, time, source.name)),
      failures: whole(cell.failures * part, hash(cell.pod, time, source.id)),
    })),
  );
}

function storeFigures(
  cells: Cells,
  callers: readonly AgentService[],
  { store }: ConjecturedService,
  { time, step }: { time: number; step: Step },
): Figures | undefined {
  const calls = callers.reduce((sum, caller) => {
    const asked = sumOf(cellsOf(cells, caller, time, step));
    return sum + (asked ? asked.calls * callRate(caller, store.name) : 0);
  }, 0);
  const made = whole(calls, hash(store.name, time));
  if (made === 0) return undefined;
  return {
    calls: made,
    failures: 0,
    crowds: [{ calls: made, latency: STORE_LATENCY[store.type] }],
    memoryBytes: 0,
    cpuMillis: 0,
  };
}

function callRate({ service }: AgentService, to: string): number {
  return service.calls.find(call => call.to === to)?.rate ?? 0;
}

function sumOf(cells: readonly Cell[]): Figures | undefined {
  let calls = 0;
  let failures = 0;
  let memoryBytes = 0;
  let cpuMillis = 0;
  for (const cell of cells) {
    calls += cell.calls;
    failures += cell.failures;
    memoryBytes += cell.memoryBytes;
    cpuMillis += cell.cpuMillis;
  }
  if (calls === 0) return undefined;
  return {
    calls,
    failures: Math.min(calls, failures),
    crowds: cells,
    memoryBytes,
    cpuMillis,
  };
}
