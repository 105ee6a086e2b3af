/** The element with that id. */
export const byId = id => document.getElementById(id);

/** Makes an element. Text goes in as text, never as markup. */
export function make(tag, { text, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) element.setAttribute(name, value);
  }
  if (text !== undefined) element.textContent = text;
  element.append(...children);
  return element;
}

/** Changes a text only if it differs, so that a screen reader and a selection are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function sign(kind, text) {
  return make('span', { class: `sign ${kind}`, text });
}

/** Rows by key: kept in place when they are still there, so that nothing jumps and no input loses its focus. */
export function keepRows(body, items, keyOf, create, update) {
  const rows = new Map([...body.children].map(row => [row.dataset.key, row]));
  items.forEach((item, index) => {
    const key = keyOf(item);
    let row = rows.get(key);
    if (!row) {
      row = create(item);
      row.dataset.key = key;
    }
    rows.delete(key);
    if (body.children[index] !== row) {
      body.insertBefore(row, body.children[index] ?? null);
    }
    update(row, item);
  });
  for (const row of rows.values()) row.remove();
}

export function part(row, name) {
  return row.querySelector(`[data-part="${name}"]`);
}
