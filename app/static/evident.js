// Small progressive touches. Every page works without this file.
"use strict";

// The summary of a form's errors takes the focus, so that it is read out first.
document.querySelector(".summary[autofocus]")?.focus();
