// Saves a form (`data-autosave`) a few seconds after a change, and says so.
//
// The server answers with a sentence to be shown (`said`) and, when it saved, with the sign (`digest`) of
// what is stored now, which the next save carries. A sentence without a digest is a refusal:
// after `again` (the session ended) it is tried anew, after any other the script leaves it to the person.

const WAIT = 3000;
const WAIT_AFTER_FAILURE = 10000;
const LONGEST = 15000;

function token() {
  const found = document.cookie.split("; ").find((part) => part.startsWith("csrftoken="));
  return found ? found.slice("csrftoken=".length) : "";
}

function keep(form) {
  const line = form.querySelector("[data-saved]");
  let timer = 0;
  let changed = false;
  let running = null;
  let stopped = false;

  function say(words) {
    if (line.textContent !== words) line.textContent = words;
  }

  function plan(wait) {
    if (!timer && !stopped) timer = setTimeout(() => { timer = 0; save(); }, wait);
  }

  async function post() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && name !== "then") body.append(name, value);
    }
    const headers = { Accept: "application/json", "X-CSRFToken": token() };
    const signal = AbortSignal.timeout(LONGEST);
    const answer = await fetch(form.action, { method: "POST", body, headers, signal, redirect: "error" });
    if (answer.status >= 500) throw new Error(answer.statusText);
    return answer.json();
  }

  async function save() {
    changed = false;
    running = post();
    try {
      const { said, digest, again } = await running;
      say(said);
      if (digest) {
        form.elements.seen.value = digest;
        if (token()) form.elements.csrfmiddlewaretoken.value = token();
      } else {
        changed = true;
        stopped = !again;
        if (again) plan(WAIT_AFTER_FAILURE);
      }
    } catch {
      changed = true;
      say(form.dataset.failed);
      plan(WAIT_AFTER_FAILURE);
    }
    running = null;
    if (changed) plan(WAIT);
  }

  form.addEventListener("input", () => {
    changed = true;
    if (!stopped) {
      if (!timer && !running) say(form.dataset.unsaved);
      plan(WAIT);
    }
  });

  // A press on a button waits for a save that is under way, so that it carries the newest digest.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    stopped = true;
    if (!running) return;
    event.preventDefault();
    await running.catch(() => {});
    setTimeout(() => form.requestSubmit(event.submitter));
  });
}

document.querySelectorAll("form[data-autosave]").forEach(keep);
