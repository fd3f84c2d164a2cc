// Looks again, every two seconds, how far something is (`data-progress`), and shows the page anew once it has ended.

const WAIT = 2000;
const LONGEST = 15000;

async function look() {
  const shown = document.querySelector("[data-progress]");
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(LONGEST) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = answer.ok && page.getElementById(shown.id);
    if (found && !("progress" in found.dataset)) return location.reload();
    if (found) shown.replaceChildren(...found.children);
  } catch {
    // The network is away for a moment: what is shown stays, and it is tried again.
  }
  setTimeout(look, WAIT);
}

setTimeout(look, WAIT);
