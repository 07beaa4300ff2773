// Competency type-ahead: the ARIA combobox pattern with a listbox. Without this file the form's "Add" button does the same in a page.
"use strict";

const PAUSE = 120;
const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function connect(box) {
  const input = box.querySelector("input:not([type=hidden])");
  const pick = box.querySelector("input[name=pick]");
  const list = Object.assign(document.createElement("ul"), { className: "suggestions", id: `${input.id}-list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Competencies");
  const said = Object.assign(document.createElement("div"), { className: "visually-hidden" });
  said.setAttribute("role", "status");
  box.append(list, said);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  let timer = 0;
  let asked = "";
  let active = -1;

  const options = () => [...list.children];
  const close = () => { list.hidden = true; active = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const choose = (option) => { pick.value = option.dataset.key; pick.disabled = false; input.value = option.dataset.label; input.form.requestSubmit(); };

  function move(to) {
    const all = options();
    if (!all.length) return;
    active = (to + all.length) % all.length;
    all.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    all[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", all[active].id);
  }

  function option(found, place) {
    const item = document.createElement("li");
    item.id = `${list.id}-${place}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    item.dataset.key = found.key;
    item.dataset.label = found.label;
    item.append(found.label);
    const also = found.matched_label === found.label ? "" : `also called ${found.matched_label} · `;
    const people = found.people ? `${counted(found.people, "person shows", "people show")} it` : "nobody shows it";
    item.append(Object.assign(document.createElement("span"), { className: "quiet", textContent: `${also}${found.framework} · ${people}` }));
    item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
    return item;
  }

  function show({ competencies, guessed, looser = [], note }) {
    const found = [...competencies, ...looser];
    if (guessed) found.sort((one, other) => (other.people > 0) - (one.people > 0));  // a guess that somebody shows is the better one
    list.replaceChildren(...found.map(option));
    list.hidden = found.length === 0;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(found.length > 0));
    // Where there is no good match, everybody reads why, and what the list holds instead.
    const good = competencies.length > 0 && !guessed;
    said.className = good ? "visually-hidden" : "no-match quiet small";
    const instead = competencies.length ? ` These resemble it${looser.length ? ", or are called like a part of it" : ""}:` : " Looser matches are called like a part of it:";
    said.textContent = good ? counted(found.length, "suggestion", "suggestions") : `Nothing is called “${asked}”. ${note || ""}${found.length ? instead : ""}`;
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    if (!text) { close(); said.className = "visually-hidden"; said.textContent = ""; return; }
    const answer = await fetch(`${box.dataset.typeahead}?q=${encodeURIComponent(text)}`).catch(() => null);
    if (answer?.ok && input.value.trim() === text) show(await answer.json());
  }

  input.addEventListener("input", () => { pick.disabled = true; clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { asked = ""; ask(); } else { move(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1); }
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-typeahead]").forEach(connect);
