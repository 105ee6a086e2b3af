import { parse } from 'yaml';
import { RUNBOOK_CORNERS } from './__testUtils__/corners';
import { startDryRuns, type DryRun } from './__testUtils__/startDryRuns';

jest.setTimeout(120_000);

let scaffolder: Awaited<ReturnType<typeof startDryRuns>>;
beforeAll(async () => {
  scaffolder = await startDryRuns();
});
afterAll(() => scaffolder?.stop());

describe.each(Object.entries(RUNBOOK_CORNERS))('a runbook %s', (_, values) => {
  let made: DryRun;
  beforeAll(async () => {
    made = await scaffolder.run('runbook', values);
  });

  it.each([
    ['zh', values.titleZh],
    ['en', values.titleEn],
  ])('has a page in %s that the index can read', (language, title) => {
    const path = `docs/runbooks/${language}/${values.id}.md`;
    const text = made.files.get(path)?.text ?? '';
    expect([...made.files.keys()].sort()).toEqual([
      `docs/runbooks/en/${values.id}.md`,
      `docs/runbooks/zh/${values.id}.md`,
    ]);
    const [, front, body] = /^---\n([^]*?)\n---\n\n([^]*)$/.exec(text) ?? [];
    const { id, kind, severity, alerts = [], services = [] } = values;
    expect(parse(front ?? '', { strict: true })).toEqual({
      title,
      runbook: {
        id,
        kind,
        severity,
        ...(Array.isArray(alerts) && alerts.length > 0 && { alerts }),
        services: [values.entity, ...(Array.isArray(services) ? services : [])],
        reviewEvery: values.reviewEvery ?? 'P90D',
        ...(values.rto && { rto: values.rto }),
        ...(values.rpo && { rpo: values.rpo }),
      },
    });
    expect(body).toMatch(/^# /);
    expect(body.match(/^- \[ \] /gm)?.length).toBeGreaterThan(4);
    expect(body.replace(String(title), '')).not.toMatch(/\$\{\{|\{%|%\}/);
    // Nothing is left of the kinds that it is not.
    expect(body.match(/^## /gm)?.length).toBeLessThan(9);
    expect(body).not.toMatch(/\n{4}/);
  });
});
