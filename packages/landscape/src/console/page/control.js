import { byId, setText } from './elements.js';

/** Asks the control API. */
export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    ...(method !== 'GET' && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

function notify(text, bad = false) {
  const notice = byId('notice');
  notice.hidden = false;
  notice.classList.toggle('bad', bad);
  setText(notice, text);
}

/** Does something, says what came of it, and lets the page show the new state. */
export async function act(work) {
  try {
    notify(await work());
  } catch (error) {
    notify(error.message, true);
  }
  document.dispatchEvent(new Event('changed'));
}
