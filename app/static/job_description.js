// The page of a job description. Without this file the text is shown only when its own button asks for it, and "Count again" counts.
"use strict";

// The page that shows the text answers a form: under its plain address Back and reloading need no text.
const plain = document.getElementById("plain-address");
if (plain) history.replaceState(null, "", plain.dataset.address);

const paste = document.getElementById("paste");
const marked = Object.assign(document.createElement("input"), { type: "hidden", name: "marked", value: "1" });
paste?.append(marked);

const choices = document.querySelector(".proposals-form");
const total = document.getElementById("total");
let asked = 0;

async function countAgain() {
  const mine = ++asked;
  const address = new URL(choices.action);
  address.search = new URLSearchParams([...new FormData(choices), ["count", "1"]]);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok || mine !== asked) return;
  const there = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("total");
  if (there && mine === asked) total.replaceChildren(...there.childNodes);
}

if (choices && total) {
  choices.addEventListener("change", countAgain);
  choices.querySelector("button[name=count]").remove();
  // Somebody was quicker than this file, or came back to what the browser had kept.
  if ([...choices.querySelectorAll("input[type=radio]")].some((each) => each.checked !== each.defaultChecked)) countAgain();
}
