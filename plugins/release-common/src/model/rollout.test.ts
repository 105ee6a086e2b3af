import {
  rolloutAlert,
  rolloutStateSchema,
  type RolloutStateName,
} from './rollout';

it('has an alert, and so a runbook, for every kind of trouble and for nothing else', () => {
  const alerts = rolloutStateSchema.options.map(
    (state): [RolloutStateName, string | undefined] => [
      state,
      rolloutAlert({ state }),
    ],
  );
  expect(alerts.filter(([, alert]) => alert !== undefined)).toEqual([
    ['aborting', 'CanaryAborted'],
    ['reverting', 'CanaryAborted'],
    ['aborted', 'CanaryAborted'],
    ['rolled-back', 'CanaryAborted'],
  ]);
  // Being stuck on the way back is what needs somebody.
  const stuck = { code: 'x', params: {}, since: '2026-11-20T10:00:00Z' };
  expect(rolloutAlert({ state: 'reverting', stuck })).toBe('RolloutStuck');
});
