// Several files are sent one after the other, with a bar that says how far it is. What has been sent is kept even when the page is left.
// Without this file they are sent together, and the next page says the same.
"use strict";

const form = document.querySelector("[data-one-by-one]");
form?.addEventListener("submit", (event) => {
  const files = [...form.elements.file.files];
  const limit = Number(form.querySelector("[data-limit]").dataset.limit);
  if (files.length > 1 || files.some((file) => file.size > limit)) {
    event.preventDefault();
    importAll(files, limit);
  }
});

async function importAll(files, limit) {
  const results = document.querySelector(form.dataset.oneByOne);
  const list = results.querySelector(".cards");
  const button = form.querySelector("button");
  const rest = Boolean(form.elements.text.value.trim() || form.elements.address.value.trim());
  const total = files.length + (rest ? 1 : 0);
  list.replaceChildren();
  document.querySelector(".summary")?.remove();
  button.disabled = true;
  for (const [number, file] of files.entries()) {
    tell(`${number + 1} of ${total}: ${file.name}`, number, total);
    list.append(...(file.size > limit ? [tooLarge(file, limit)] : await send(body({ file }), file.name)));
  }
  if (rest) {
    tell(`${total} of ${total}: the text or address`, files.length, total);
    list.append(...(await send(body({ text: form.elements.text.value, address: form.elements.address.value }), "The rest")));
  }
  button.disabled = false;
  form.elements.file.value = "";
  const bad = list.querySelectorAll(".not-taken").length;
  tell(bad ? `${list.children.length} done, ${bad} of them not imported.` : `${list.children.length} imported.`, total, total);
  results.hidden = false;
  results.querySelector("h2").focus();
}

function body(fields) {
  const data = new FormData();
  data.append("csrf_token", form.elements.csrf_token.value);
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

async function send(data, name) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const cards = [...page.querySelectorAll("#results .cards > li")];
    return cards.length ? cards : [card(name, page.querySelector("main p")?.textContent ?? `The site answered ${answer.status}.`)];
  } catch {
    return [card(name, "The connection broke off. Choose it again to try once more.")];
  }
}

function tooLarge(file, limit) {
  const size = (bytes) => `${Math.ceil(bytes / 1048576)} MB`;
  return card(file.name, `Expected at most ${size(limit)}, found ${size(file.size)}. A credential is rarely over 1 MB.`);
}

function card(name, words) {
  const item = document.createElement("li");
  item.className = "card not-taken";
  const title = document.createElement("h3");
  title.textContent = name;
  const text = document.createElement("p");
  text.className = "message error";
  text.textContent = `Not imported. ${words}`;
  item.append(title, text);
  return item;
}

function tell(words, done, total) {
  const place = form.querySelector(".progress");
  place.hidden = false;
  place.querySelector("p").textContent = words;
  Object.assign(place.querySelector("progress"), { max: total, value: done });
}
