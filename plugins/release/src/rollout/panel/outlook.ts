import { versionOf } from '@pilothouse/plugin-release-common';
import type {
  ClusterCondition,
  Gate,
  Rollout,
  RolloutStepState,
  Workload,
} from '@pilothouse/plugin-release-common';
import { troubleSince } from '../../deploy/silence';
import { textOf } from '../../words/params';
import { formatMoment } from '../model/moment';
import { currentStep } from '../model/rolloutSign';
import { stepClock } from '../model/stepClock';
import { personName } from '../words/personName';
import { placeOf } from '../words/values';
import type { RolloutWords } from '../words/useRolloutWords';

/** What happens, what comes then, and what if it goes wrong. */
export interface Outlook {
  now: string;
  next: string;
  ifItFails: string;
}

export interface OutlookInput {
  rollout: Rollout;
  /** Where the present step acts, as the cluster says now. */
  workload: Workload | undefined;
  /** How the portal stands with the clusters. */
  clusters: readonly ClusterCondition[];
  /** Who is told. */
  owner: string;
  /** By the server's clock, in milliseconds. */
  now: number;
  words: RolloutWords;
}

/** What the gate of a rollout really asks: its policy, or more where that proves too little. */
export function gateOf(rollout: Pick<Rollout, 'policy' | 'gateReason'>): Gate {
  return rollout.gateReason ? 'approval' : rollout.policy.gate;
}

/** Says of an active rollout what a person wants to know first. */
export function outlookOf(input: OutlookInput): Outlook {
  return {
    now: nowOf(input),
    next: nextOf(input),
    ifItFails: failureOf(input),
  };
}

function nowOf(input: OutlookInput): string {
  const { rollout, words } = input;
  const { t } = words;
  switch (rollout.state) {
    case 'waiting':
      return t('outlook.waiting');
    case 'paused':
      return rollout.pause?.by === undefined
        ? t('outlook.pausedDrift')
        : t('outlook.pausedBy', { by: personName(rollout.pause.by) });
    case 'held':
      return t('outlook.held');
    case 'aborting':
      return undoing(input, t('outlook.aborting'));
    case 'reverting':
      return undoing(input, t('outlook.reverting', here(input)));
    default:
      return stepNow(input);
  }
}

/** What is being taken back, and what that waits for. */
function undoing(input: OutlookInput, what: string): string {
  const { rollout, clusters, now, words } = input;
  const { t } = words;
  const { blind, stuck } = rollout;
  if (blind?.code === 'cluster-away') {
    const cluster = textOf(blind.params, 'cluster');
    const silent = clusters.find(
      ({ name, status }) => name === cluster && status === 'unreachable',
    );
    // It may have been silent before there was anything to undo.
    const told = [blind.since, silent ? troubleSince(silent) : ''];
    const since = Math.min(
      ...told.map(Date.parse).filter(at => !Number.isNaN(at)),
    );
    return t('outlook.waitsFor', {
      what,
      cluster,
      duration: words.duration(Math.max(1, (now - since) / 1_000)),
    });
  }
  if (blind) return t('outlook.hindered', { what, why: words.blind(blind) });
  return stuck
    ? t('outlook.hindered', { what, why: words.stuck(stuck).what })
    : what;
}

function stepNow(input: OutlookInput): string {
  const { rollout, words, workload } = input;
  const { t } = words;
  const place = here(input);
  const step = currentStep(rollout);
  const gates = {
    automatic: t('outlook.gateAutomatic'),
    manual: t('outlook.gateManual'),
    approval: t('outlook.gateApproval'),
  };
  switch (step?.kind) {
    case 'canary':
    case 'bake':
      return canaryNow(input, step);
    case 'gate':
      return gates[gateOf(rollout)];
    case 'promote':
      return workload?.release
        ? t('outlook.promoting', {
            ...place,
            updated: `${workload.release.updated}`,
            desired: `${workload.release.desired}`,
          })
        : t('outlook.promotingBare', place);
    case 'retire':
      return t('outlook.retiring', place);
    case 'soak':
      return t('outlook.soaking', place);
    default:
      return t('state.running');
  }
}

function canaryNow(input: OutlookInput, step: RolloutStepState): string {
  const { words, workload } = input;
  const { t, locale } = words;
  const cluster = placeOf(step.workloadId);
  if (!workload?.canary) return t('outlook.scaling', { cluster });
  const ready = workload.canary.ready;
  const desired = Math.max(step.replicas ?? 0, workload.canary.desired);
  if (ready < desired) {
    return t('outlook.starting', {
      cluster,
      ready: `${ready}`,
      desired: `${desired}`,
    });
  }
  const all = ready + (workload.release?.ready ?? 0);
  const percent = new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: 0,
  });
  return t('outlook.ready', {
    canary: `${ready}`,
    all: `${all}`,
    share: percent.format(all > 0 ? ready / all : 0),
  });
}

function nextOf(input: OutlookInput): string {
  const { rollout, words, now } = input;
  const { t, locale } = words;
  const step = currentStep(rollout);
  switch (rollout.state) {
    case 'waiting':
      return t('outlook.nextWaiting');
    case 'paused': {
      const then = { step: step ? words.step(step, gateOf(rollout)) : '' };
      return rollout.drift.length > 0
        ? t('outlook.nextSettled', then)
        : t('outlook.nextResume', then);
    }
    case 'aborting':
      return t('outlook.nextEndAborted');
    case 'reverting':
      return t('outlook.nextEndReverted');
    case 'held': {
      const to = Date.parse(rollout.hold?.to ?? '');
      if (Number.isNaN(to)) return t('outlook.nextFreezeOpen');
      const time = formatMoment(to, now, locale);
      return t('outlook.nextFreezeOver', { when: t('outlook.at', { time }) });
    }
    default:
      return stepNext(input, rollout.steps.at(rollout.stepIndex + 1));
  }
}

function stepNext(
  input: OutlookInput,
  next: RolloutStepState | undefined,
): string {
  const { rollout, words } = input;
  const { t } = words;
  const when = whenOf(input);
  const cluster = placeOf(next?.workloadId ?? '');
  const gates = {
    automatic: t('outlook.nextGateAutomatic', { when }),
    manual: t('outlook.nextGateManual', { when }),
    approval: t('outlook.nextGateApproval', { when }),
  };
  switch (next?.kind) {
    case 'canary':
      return t('outlook.nextCanary', {
        number: `${next.replicas ?? ''}`,
        when,
      });
    case 'bake':
      return t('outlook.nextBake', { when });
    case 'gate':
      return gates[gateOf(rollout)];
    case 'promote':
      return t('outlook.nextPromote', { cluster, when });
    case 'retire':
      return t('outlook.nextRetire', { cluster });
    case 'soak':
      return t('outlook.nextSoak', {
        cluster,
        duration: words.duration(next.holdMs / 1_000),
      });
    default:
      return t('outlook.nextEnd', { version: versionOf(rollout.image) });
  }
}

/** When the present step is complete, if nothing comes between. */
function whenOf({ rollout, words, now }: OutlookInput): string {
  const { t, locale } = words;
  const clock = stepClock(rollout, now);
  if (clock.stands) return t('outlook.when');
  if (clock.leftMs === undefined) return t('outlook.thereafter');
  const time = formatMoment(now + clock.leftMs, now, locale);
  return t('outlook.at', { time });
}

function failureOf(input: OutlookInput): string {
  const { rollout, words, owner } = input;
  const { t, locale } = words;
  if (rollout.state === 'aborting' || rollout.state === 'reverting') {
    return t('outlook.failAborting', { owner });
  }
  if (currentStep(rollout)?.kind === 'promote') {
    return t('outlook.failPromote', {
      ...here(input),
      version: before(input),
      owner,
    });
  }
  const promoted = promotedClusters(rollout);
  if (promoted.length > 0) {
    return t('outlook.failLater', {
      promoted: new Intl.ListFormat(locale).format(promoted),
      version: versionOf(rollout.image),
      owner,
    });
  }
  return t('outlook.failCanary', { owner });
}

/** Clusters whose release has the image already. */
export function promotedClusters(rollout: Pick<Rollout, 'targets'>): string[] {
  return rollout.targets
    .filter(({ state }) => state === 'promoted')
    .map(({ target }) => target.cluster);
}

/** What the present target ran before. */
function before({ rollout }: OutlookInput): string {
  const id = currentStep(rollout)?.workloadId;
  const target =
    rollout.targets.find(({ workloadId }) => workloadId === id) ??
    rollout.targets.at(0);
  return target ? versionOf(target.from) : '';
}

function here(input: OutlookInput): { cluster: string; version: string } {
  const { rollout } = input;
  const isReverting = rollout.state === 'reverting';
  return {
    cluster: placeOf(currentStep(rollout)?.workloadId ?? ''),
    version: isReverting ? before(input) : versionOf(rollout.image),
  };
}
