// Search page: a choice on a chip applies at once; long lists of values are filtered while typing; what the browser cannot open by style.
"use strict";

const LISTS = ["must", "nice", "not"];

// Where the control of a chip stands after the change: a chip that changes its list joins the others in the order of the lists.
function placeAfter(control, form) {
  const from = control.name.split(".")[0];
  const to = control.value;
  if (!control.name.endsWith(".as") || from === to) return control.id;
  const there = form.querySelectorAll(`.chip input[name="${to}"]`).length;
  return `${to}-${LISTS.indexOf(from) < LISTS.indexOf(to) ? 0 : there}-as`;
}

function applyAtOnce(form) {
  const at = Object.assign(document.createElement("input"), { type: "hidden", name: "at", disabled: true });
  const results = document.querySelector(".results");
  const typed = [form.elements.add, form.elements.words];
  form.append(at);
  form.classList.add("live");
  let stepping = false;
  let waiting = null;

  function apply(control, next = null) {
    waiting = null;
    const goesOn = next?.id && next.matches(".chip select") && !control.name.endsWith(".as");
    at.value = goesOn ? next.id : placeAfter(control, form);
    at.disabled = false;
    form.requestSubmit();
  }

  // Arrow keys change a closed select at every step: nothing is searched for, and Back has no step, before the choice is made.
  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (!control.matches(".chip select")) return;
    const opened = CSS.supports("selector(:open)") && control.matches(":open");
    stepping = !opened && !event.altKey && event.key !== " " && event.key !== "Enter";
    if (event.key !== "Enter" || opened || waiting !== control) return;
    event.preventDefault();
    apply(control);
  });
  form.addEventListener("pointerdown", () => { stepping = false; });
  form.addEventListener("change", (event) => {
    if (!event.target.matches(".chip select")) return;
    if (results) results.inert = true; // Its links lead to the search as it was.
    waiting = event.target;
    if (!stepping) apply(waiting);
  });
  form.addEventListener("focusout", (event) => { if (waiting && waiting === event.target) apply(waiting, event.relatedTarget); });
  // Typed text is nobody's search until it is sent, and the results say so: their links would lose it.
  form.addEventListener("input", () => form.classList.toggle("unsent", typed.some((box) => box.value !== box.defaultValue)));
  // Back from elsewhere the page must show what its address asks for.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    form.reset();
    form.classList.remove("unsent");
    at.disabled = true;
    waiting = null;
    if (results) results.inert = false;
  });
}

const ask = document.querySelector("form.ask");
if (ask) applyAtOnce(ask);

for (const facet of document.querySelectorAll("[data-filter]")) {
  const box = facet.querySelector("input[type=search]");
  const more = facet.querySelector("details");
  const values = [...facet.querySelectorAll("li")];
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLocaleLowerCase();
    for (const value of values) {
      value.hidden = wanted !== "" && !value.textContent.toLocaleLowerCase().includes(wanted);
    }
    if (more) more.open = wanted !== "";
  });
}

if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 40.001rem)").matches) {
  for (const chip of document.querySelectorAll("details.chip-more")) chip.open = true;
}

const filters = document.querySelector("details.filters");
if (filters && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60.001rem)").matches) filters.open = true;

// Not every browser opens what folds the place away that an address leads to.
const place = location.hash && document.getElementById(location.hash.slice(1));
const folded = place && place.closest("details:not([open])");
if (folded) { folded.open = true; place.focus(); }
