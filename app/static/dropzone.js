// A file may be dropped on the box around a file field, and one that is too large is told so before it travels.
// Without this file the field works as ever, and the server tells.
"use strict";

for (const zone of document.querySelectorAll("[data-dropzone]")) {
  const input = zone.querySelector("input[type=file]");
  const complaint = zone.querySelector(".error");
  const limit = Number(zone.dataset.limit);

  const look = () => {
    // Several files are sent one by one (import.js), so that each is answered by itself.
    const large = input.multiple ? undefined : [...input.files].find((file) => file.size > limit);
    const words = large
      ? `${large.name} has ${Math.ceil(large.size / 1048576)} MB; at most ${Math.round(limit / 1048576)} MB are read. A credential is rarely over 1 MB.`
      : "";
    complaint.textContent = words;
    complaint.hidden = !words;
    input.setCustomValidity(words);
  };

  zone.classList.add("live");
  input.addEventListener("change", look);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length > 0) {
      input.files = event.dataTransfer.files;
      look();
    }
  });
}
