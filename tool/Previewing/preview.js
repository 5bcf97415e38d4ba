// Shows a page again when its quiz has changed: answers that are open stay open, and what is at the top of the window stays there. The
// connection is kept while the page is visible only, because browsers open no more than six to one server.
(() => {
  const versionOf = (page) => page.querySelector('meta[name="quizkit-version"]').content;
  let version = versionOf(document);
  let wanted = version;
  let shown = null;
  let source = null;
  let isBusy = false;

  const keyOf = (details) => {
    const article = details.closest('article');
    return article ? `${article.id} ${[...article.querySelectorAll('details')].indexOf(details)}` : details.id;
  };

  const anchor = () => {
    for (const element of document.querySelectorAll('article, header')) {
      const { top, bottom } = element.getBoundingClientRect();
      if (bottom > 0) return { id: element.id, top };
    }
    return null;
  };

  const say = (text) => {
    const status = document.getElementById('_connection');
    if (status) status.textContent = text;
  };

  async function update() {
    if (isBusy) return;
    isBusy = true;
    try {
      for (let target = null; target !== wanted;) {
        target = wanted;
        const reply = await fetch(location.href);
        if (!reply.ok) return;
        const next = new DOMParser().parseFromString(await reply.text(), 'text/html');
        version = versionOf(next);
        if (next.body.innerHTML !== shown) show(next);
      }
    } catch {
      // The server has just stopped: its next start is a change.
    } finally {
      isBusy = false;
    }
  }

  function show(next) {
    const text = next.body.innerHTML;
    const open = new Set([...document.querySelectorAll('details[open]')].map(keyOf));
    const place = anchor();
    const focused = document.activeElement?.matches('summary') ? keyOf(document.activeElement.parentElement) : null;
    const scrolled = scrollY;
    document.title = next.title;
    document.documentElement.lang = next.documentElement.lang;
    document.documentElement.dir = next.documentElement.dir;
    document.body.replaceWith(document.adoptNode(next.body));
    shown = text;
    for (const details of document.querySelectorAll('details')) {
      const key = keyOf(details);
      if (open.has(key)) details.open = true;
      if (key === focused) details.querySelector('summary').focus({ preventScroll: true });
    }
    const element = place?.id ? document.getElementById(place.id) : null;
    if (element) scrollBy({ top: element.getBoundingClientRect().top - place.top, behavior: 'instant' });
    else scrollTo({ top: scrolled, behavior: 'instant' });
  }

  function connect() {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource('/-/events');
      source.onopen = () => say('');
      source.onerror = () => say('The preview has stopped: start it again in the terminal.');
      source.onmessage = ({ data }) => {
        if (data === version) return;
        wanted = data;
        update();
      };
    }
  }

  document.addEventListener('visibilitychange', connect);
  document.addEventListener('DOMContentLoaded', () => {
    shown = document.body.innerHTML;
    connect();
  });
})();
