// Inspector: open a text where it is listed instead of on its own page, and say when a picture could not be had.
"use strict";

async function readHere(link) {
  const answer = await fetch(link.href).catch(() => null);
  const text = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".read-text");
  if (!text) { location.assign(link.href); return; }
  const place = Object.assign(document.createElement("div"), { className: "read-in-place", tabIndex: 0 });
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", "The text");
  place.append(document.adoptNode(text)); // made safe by the server: the same part of the page that the link leads to
  link.closest("p").after(place);
  link.textContent = "Open it on a page of its own";
  place.focus();
}

for (const link of document.querySelectorAll("a.read-here")) {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || link.dataset.open) return;
    event.preventDefault();
    link.dataset.open = "yes";
    readHere(link);
  });
}

for (const picture of document.querySelectorAll(".picture img")) {
  const say = () => {
    const words = Object.assign(document.createElement("p"), { className: "message warning", textContent: "The picture cannot be shown just now. " });
    words.append(Object.assign(document.createElement("a"), { href: location.href, textContent: "Load this page again to read why" }), ".");
    picture.closest(".picture").replaceWith(words);
  };
  if (picture.complete && picture.naturalWidth === 0) say();
  else picture.addEventListener("error", say);
}
