// Adds the budget's lines up while they are typed, in the words that the server uses too.

const POUNDS = /^£?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;

function pence(text) {
  const found = POUNDS.exec(text.trim());
  if (!found) return 0;
  return Number(found[1].replaceAll(",", "")) * 100 + Number((found[2] || "0").padEnd(2, "0"));
}

function pounds(amount) {
  const whole = Math.floor(amount / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  return `£${whole}.${String(amount % 100).padStart(2, "0")}`;
}

function words(line, total) {
  const requested = Number(line.dataset.requested);
  const { unknown, same, less, more } = line.dataset;
  const said = !requested ? unknown : total === requested ? same : total < requested ? less : more;
  return said.replace("{total}", pounds(total)).replace("{apart}", pounds(Math.abs(total - requested)));
}

document.querySelectorAll("[data-sum]").forEach((line) => {
  const form = line.closest("form");
  form.addEventListener("input", () => {
    const boxes = [...form.querySelectorAll("[data-amount]")];
    line.textContent = words(line, boxes.reduce((sum, box) => sum + pence(box.value), 0));
  });
});
