import { mergeRequestsOf, pipelinesOf, releasesOf } from './answers';

const at = '2026-08-28T08:12:00.000Z';

describe("what is used of GitLab's answers", () => {
  it('knows the states of pipelines, and calls new ones unknown', () => {
    const asked = (status: string) =>
      pipelinesOf([
        { id: 1, status, ref: 'main', sha: 'a'.repeat(40), created_at: at },
      ])[0].status;
    expect(asked('success')).toBe('success');
    expect(asked('on_the_moon')).toBe('unknown');
  });

  it('has no address that is no web page', () => {
    const asked = (url: unknown) =>
      mergeRequestsOf([
        { iid: 1, title: 'Mend it', created_at: at, web_url: url },
      ])[0].url;
    expect(asked('https://git.test/a/b/-/merge_requests/1')).toBeDefined();
    // eslint-disable-next-line no-script-url
    for (const url of ['javascript:alert(1)', '//evil.test', 7, undefined]) {
      expect(asked(url)).toBeUndefined();
    }
  });

  it('says once that something is a draft, and calls merge requests by their number', () => {
    const titleOf = (title: string, draft: boolean) =>
      mergeRequestsOf([{ iid: 1, title, draft, created_at: at }])[0].title;
    expect(titleOf('Draft: index orders', true)).toBe('index orders');
    expect(titleOf('Draft: a new form for drafts', false)).toBe(
      'Draft: a new form for drafts',
    );
    const refOf = (ref: string) =>
      pipelinesOf([
        { id: 1, status: 'x', ref, sha: 'a'.repeat(40), created_at: at },
      ])[0].ref;
    expect(refOf('refs/merge-requests/5/head')).toBe('!5');
    expect(refOf('refs/merge-requests/5/merge')).toBe('!5');
    expect(refOf('refs/merge-requests/x')).toBe('refs/merge-requests/x');
  });

  it('cuts what somebody made long', () => {
    const [request] = mergeRequestsOf([
      { iid: 1, title: 'x'.repeat(10_000), created_at: at },
    ]);
    expect(request.title).toHaveLength(200);
    const releases = releasesOf(
      Array.from({ length: 50 }, (_, index) => ({
        tag_name: `v${index}`,
        released_at: at,
      })),
    );
    expect(releases).toHaveLength(5);
    expect(releases[0]).toMatchObject({ tag: 'v0', name: 'v0' });
  });

  it('says where an answer is not as expected, without what it was', () => {
    expect(() => pipelinesOf([{ id: 'secret' }])).toThrow(
      /^GitLab's answer is not as expected at 0\.id$/,
    );
    expect(() => pipelinesOf('<html>')).toThrow('not as expected');
  });
});
