// Lets the meeting's clocks run: the time in London, and the time since the scores were revealed.

const london = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "numeric", minute: "2-digit", hour12: true });
const DAY = 24 * 60 * 60;

function since(start) {
  const seconds = Math.max(0, Math.floor((Date.now() - start) / 1000));
  if (seconds >= DAY) return "";
  const hours = Math.floor(seconds / 3600);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, "0"));
  return hours ? `${hours}:${parts.join(":")}` : parts.join(":");
}

function tick() {
  document.querySelectorAll("[data-clock]").forEach((clock) => {
    clock.textContent = london.format(new Date()).replace(/\s/g, "").replace(":00", "").toLowerCase();
  });
  document.querySelectorAll("[data-since]").forEach((clock) => {
    clock.textContent = since(Date.parse(clock.dataset.since)) || clock.textContent;
  });
}

tick();
setInterval(tick, 1000);
