/** Shows what the address asks for, and shows it anew when the part behind the # changes. */
async function show() {
  const { pathname, search, hash } = window.location;
  const link = encodeURIComponent(pathname + search + hash);
  const response = await fetch(`/kibana/-/view?link=${link}`);
  const text = await response.text();
  // The server has escaped every text of the link and of the lines; no script runs in what is parsed like this.
  const view = new DOMParser().parseFromString(text, 'text/html');
  document.getElementById('main').replaceChildren(...view.body.childNodes);
}

window.addEventListener('hashchange', show);
show();
