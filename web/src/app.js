// Small comforts on pages that work without any script: live parts (htmx), a filter, a copied code, a confirmation.
import htmx from "htmx.org";

window.htmx = htmx;
htmx.config.allowEval = false; // the content security policy forbids it anyway
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('meta[name="csrf-token"]');
  if (token) event.detail.headers["X-CSRF-Token"] = token.content;
});

document.addEventListener("submit", (event) => {
  const question = (event.submitter ?? event.target).dataset.confirm;
  if (question && !window.confirm(question)) event.preventDefault();
});

// A second click must not send a form twice; the server refuses the copy as well.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  window.setTimeout(() => {
    for (const button of event.target.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
  });
});

document.addEventListener("input", (event) => {
  const table = event.target.dataset.filters && document.getElementById(event.target.dataset.filters);
  if (!table) return;
  const wanted = event.target.value.trim();
  for (const row of table.tBodies[0].rows) row.hidden = wanted !== "" && !row.textContent.includes(wanted);
});
