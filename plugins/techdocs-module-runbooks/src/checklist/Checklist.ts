import type { ChecklistStore } from './ChecklistStore';
import { itemIds } from './itemIds';

const ITEM = 'li.task-list-item';
const BOXES = `${ITEM} input[type="checkbox"]`;
const LONGEST_NAME = 200;
/** The theme draws a box beside the real one, which is hidden: the keyboard's place has to be seen there. */
const STYLE = `
  ${BOXES}, ${ITEM} .task-list-indicator::before { cursor: pointer; }
  ${BOXES}:focus-visible + .task-list-indicator::before,
  ${BOXES}:focus-visible:not(:has(+ .task-list-indicator)) {
    outline: 2px solid currentcolor;
    outline-offset: 2px;
  }
`;

/** An item of a task list, as it stands in the page. */
interface Item {
  id: string;
  box: HTMLInputElement;
  /** What an author ticked in the source is not ours to untick. */
  wasChecked: boolean;
  wasDisabled: boolean;
}

/**
 * Makes the task lists of a page ticked by whoever reads it. Nothing of the document changes but its boxes, and these
 * are as they were when it is detached.
 */
export class Checklist {
  readonly items: readonly Pick<Item, 'id'>[];
  readonly #items: readonly Item[];
  readonly #store: ChecklistStore;
  readonly #detach: (() => void)[] = [];

  /** @param root - the shadow root of the page @returns nothing where there is no task list */
  static attach(
    root: ShadowRoot,
    store: ChecklistStore,
  ): Checklist | undefined {
    const boxes = [...root.querySelectorAll<HTMLInputElement>(BOXES)];
    return boxes.length > 0 ? new Checklist(root, boxes, store) : undefined;
  }

  private constructor(
    root: ShadowRoot,
    boxes: readonly HTMLInputElement[],
    store: ChecklistStore,
  ) {
    this.#store = store;
    const ids = itemIds(boxes.map(textOf));
    this.#items = boxes.map((box, index) => ({
      id: ids[index],
      box,
      wasChecked: box.defaultChecked,
      wasDisabled: box.disabled,
    }));
    this.items = this.#items;
    this.#items.forEach(item => this.#open(item));
    this.#detach.push(
      store.subscribe(() => this.#show()),
      addStyle(root),
    );
    this.#show();
  }

  /** Leaves the page as it was. */
  detach(): void {
    for (const detach of this.#detach.splice(0)) detach();
  }

  /** Whether the boxes are still those of the page: another page takes their place. */
  isIn(root: ShadowRoot): boolean {
    const boxes = [...root.querySelectorAll(BOXES)];
    return (
      boxes.length === this.#items.length &&
      this.#items.every(({ box }, index) => box === boxes[index])
    );
  }

  #open(item: Item): void {
    const { box, id, wasChecked, wasDisabled } = item;
    const name = box.getAttribute('aria-label');
    const onChange = () => this.#store.set(id, box.checked);
    box.disabled = false;
    if (name === null) box.setAttribute('aria-label', nameOf(box));
    box.addEventListener('change', onChange);
    this.#detach.push(() => {
      box.removeEventListener('change', onChange);
      box.disabled = wasDisabled;
      box.checked = wasChecked;
      if (name === null) box.removeAttribute('aria-label');
    });
  }

  #show(): void {
    const ticks = this.#store.snapshot();
    for (const { box, id } of this.#items) {
      box.checked = Object.hasOwn(ticks, id);
    }
  }
}

/** All that an item says, its commands too, without the items below it: these are ticked by themselves. */
function textOf(box: HTMLInputElement): string {
  const item = box.closest('li')?.cloneNode(true);
  if (!(item instanceof Element)) return '';
  for (const inner of item.querySelectorAll(ITEM)) inner.remove();
  return item.textContent ?? '';
}

/** The first words of an item, for who does not see it. */
function nameOf(box: HTMLInputElement): string {
  const words = box.closest('p, li')?.cloneNode(true);
  if (!(words instanceof Element)) return '';
  for (const inner of words.querySelectorAll('ul, ol, pre, table, p')) {
    inner.remove();
  }
  const text = words.textContent ?? '';
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_NAME);
}

/** Beside the document, not in it. */
function addStyle(root: ShadowRoot): () => void {
  if (!('adoptedStyleSheets' in root)) return () => {};
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter(
      other => other !== sheet,
    );
  };
}
