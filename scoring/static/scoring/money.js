// Works the money out while ticks and amounts change: the page is asked as by its own button, and what
// it says of the money is put in the place of what stands here. What was typed is left alone.

const WAIT = 400;
const form = document.querySelector("form[data-works-out]");
let timer = 0;
let asked = null;

function show(next) {
  for (const here of document.querySelectorAll("[data-live]")) {
    const there = next.getElementById(here.id);
    if (!there) continue;
    if (here.innerHTML !== there.innerHTML) here.innerHTML = there.innerHTML;
    here.className = there.className;
    here.hidden = there.hidden;
  }
  for (const here of form.querySelectorAll("[data-amount]")) {
    const there = next.getElementById(here.id);
    if (!there) continue;
    here.className = there.className;
    if (there.hasAttribute("aria-invalid")) here.setAttribute("aria-invalid", "true");
    else here.removeAttribute("aria-invalid");
  }
  const line = document.getElementById("line");
  const there = next.getElementById("line");
  if (!line || !there) return;
  line.innerHTML = there.innerHTML;
  const above = there.previousElementSibling;
  if (above) document.getElementById(above.id)?.after(line);
  else line.parentElement.prepend(line);
}

async function work() {
  asked?.abort();
  asked = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "work");
  try {
    const answer = await fetch(location.href, { method: "POST", body, signal: asked.signal, redirect: "error" });
    if (answer.status !== 200 && answer.status !== 422) return;
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The button on the page does the same.
  }
}

form.addEventListener("input", (event) => {
  const box = event.target;
  if ("amount" in box.dataset && box.value.trim()) box.closest("tr").querySelector("[type=checkbox]").checked = true;
  if (box.type !== "checkbox" && !("amount" in box.dataset)) return;
  clearTimeout(timer);
  timer = setTimeout(work, WAIT);
});
