import { Checklist } from './Checklist';
import { ChecklistStore } from './ChecklistStore';
import { itemIds } from './itemIds';

const PAGE = 'component:default/ops-runbooks/en/redis-full';
const WHO = 'user:default/li.wei';

/** As MkDocs and the theme write it. */
function item(text: string, checked = false): string {
  return `<li class="task-list-item"><label class="task-list-control"><input type="checkbox"${
    checked ? ' checked' : ''
  } disabled><span class="task-list-indicator"></span></label> ${text}</li>`;
}

function pageOf(...items: string[]): ShadowRoot {
  const host = document.body.appendChild(document.createElement('div'));
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = `<article><h1>Redis</h1><ul class="task-list">${items.join(
    '',
  )}</ul><p><input type="checkbox" disabled></p></article>`;
  return root;
}

const boxes = (root: ShadowRoot) => [
  ...root.querySelectorAll<HTMLInputElement>('li input'),
];
const ticked = (root: ShadowRoot) => boxes(root).map(({ checked }) => checked);

beforeEach(() => {
  window.localStorage.clear();
  document.body.replaceChildren();
});

describe('Checklist', () => {
  it('is ticked, and is as it was after a reload', () => {
    const before = pageOf(item('Look'), item('Act'), item('Tell'));
    Checklist.attach(before, new ChecklistStore(WHO, PAGE));
    boxes(before)[1].click();
    const after = pageOf(item('Look'), item('Act'), item('Tell'));
    Checklist.attach(after, new ChecklistStore(WHO, PAGE));
    expect(ticked(after)).toEqual([false, true, false]);
    boxes(after)[1].click();
    expect(ticked(after)).toEqual([false, false, false]);
    expect(window.localStorage).toHaveLength(0);
  });

  it('keeps the ticks of items that an edit left as they were', () => {
    const before = pageOf(item('Look'), item('Act'), item('Tell'));
    Checklist.attach(before, new ChecklistStore(WHO, PAGE));
    for (const box of boxes(before)) box.click();
    const after = pageOf(
      item('New first step'),
      item(`Tell <ul>${item('whom')}</ul>`),
      item('Act otherwise'),
      item('  Look\n '),
    );
    Checklist.attach(after, new ChecklistStore(WHO, PAGE));
    expect(ticked(after)).toEqual([false, true, false, false, true]);
  });

  it('changes nothing but the boxes, and leaves them as they were', () => {
    const inner = `Act <ul><li>how</li></ul><pre>rm x</pre>`;
    const root = pageOf(item('Look <b>twice</b>'), item(inner, true));
    const before = root.innerHTML;
    const checklist = Checklist.attach(root, new ChecklistStore(WHO, PAGE));
    expect(boxes(root).map(({ disabled }) => disabled)).toEqual([false, false]);
    expect(boxes(root).map(box => box.getAttribute('aria-label'))).toEqual([
      'Look twice',
      'Act',
    ]);
    // What an author has ticked is a step still to be done.
    expect(ticked(root)).toEqual([false, false]);
    const withoutBoxes = (html: string) => html.replace(/<input[^>]*>/g, '');
    expect(withoutBoxes(root.innerHTML)).toBe(withoutBoxes(before));
    boxes(root)[0].click();
    checklist?.detach();
    expect(root.innerHTML).toBe(before);
    expect(ticked(root)).toEqual([false, true]);
    boxes(root)[0].click();
    expect(window.localStorage).toHaveLength(1);
  });

  it('is one for each person and each page', () => {
    const root = pageOf(item('Look'));
    Checklist.attach(root, new ChecklistStore(WHO, PAGE))?.detach();
    const store = new ChecklistStore(WHO, PAGE);
    store.set('x', true);
    expect(new ChecklistStore('user:default/x', PAGE).snapshot()).toEqual({});
    expect(new ChecklistStore(WHO, `${PAGE}/x`).snapshot()).toEqual({});
    expect(Object.keys(new ChecklistStore(WHO, PAGE).snapshot())).toEqual([
      'x',
    ]);
  });

  it('follows another tab, and is reset for both', () => {
    const root = pageOf(item('Look'));
    Checklist.attach(root, new ChecklistStore(WHO, PAGE));
    const other = new ChecklistStore(WHO, PAGE);
    const [id] = itemIds(['Look']);
    other.set(id, true);
    const [key] = Object.keys(window.localStorage);
    window.dispatchEvent(new StorageEvent('storage', { key }));
    expect(ticked(root)).toEqual([true]);
    other.reset();
    window.dispatchEvent(new StorageEvent('storage', { key }));
    expect(ticked(root)).toEqual([false]);
  });

  it('knows when another page has taken its place', () => {
    const root = pageOf(item('Look'));
    const checklist = Checklist.attach(root, new ChecklistStore(WHO, PAGE));
    expect(checklist?.isIn(root)).toBe(true);
    root.innerHTML = `<ul>${item('Look')}</ul>`;
    expect(checklist?.isIn(root)).toBe(false);
    expect(
      Checklist.attach(pageOf(), new ChecklistStore(WHO, PAGE)),
    ).toBeUndefined();
  });
});

describe('ChecklistStore', () => {
  it('forgets what is a month old', () => {
    let now = 1_000_000;
    const open = () => new ChecklistStore(WHO, PAGE, { now: () => now });
    open().set('a', true);
    now += 20 * 86_400_000;
    open().set('b', true);
    now += 20 * 86_400_000;
    expect(Object.keys(open().snapshot())).toEqual(['b']);
  });

  it.each(['', 'x', 'null', '[]', '5', '{"a":"b","c":{}}'])(
    'is empty where the browser has kept %j',
    text => {
      new ChecklistStore(WHO, PAGE).set('a', true);
      const [key] = Object.keys(window.localStorage);
      window.localStorage.setItem(key, text);
      expect(new ChecklistStore(WHO, PAGE).snapshot()).toEqual({});
    },
  );

  it('lasts as long as the page where the browser keeps nothing', () => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const storage = Object.assign(Object.create(null), {
      getItem: full,
      setItem: full,
      removeItem: full,
    });
    const store = new ChecklistStore(WHO, PAGE, { storage, now: () => 7 });
    store.set('a', true);
    expect(store.snapshot()).toEqual({ a: 7 });
  });
});

describe('itemIds', () => {
  const texts = ['Look', 'Act', 'Look', ' Look ', 'act', '看', '', 'Look.2'];

  it('are never the same twice on a page', () => {
    expect(new Set(itemIds(texts)).size).toBe(texts.length);
    const many = Array.from({ length: 5_000 }, (_, index) => `Step ${index}`);
    expect(new Set(itemIds(many)).size).toBe(many.length);
  });

  it('stay when other items come or go', () => {
    const [look, act] = itemIds(texts);
    expect(itemIds(['New', 'Act', '看', 'Look'])).toEqual(
      expect.arrayContaining([look, act]),
    );
  });
});
