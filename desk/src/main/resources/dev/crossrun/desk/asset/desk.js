// Small helps. Every page works without them.
(function () {
  "use strict";

  const said = () => document.getElementById("said");

  // Values to copy: the browser's clipboard, and a word to screen readers.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.copy");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.classList.add("copied");
      said().textContent = button.dataset.label + ": copied";
      setTimeout(() => button.classList.remove("copied"), 2000);
    } catch (refused) {
      said().textContent = "The browser does not allow copying. Select the value and copy it.";
    }
  });

  document.querySelectorAll("button.copy").forEach((button) => (button.hidden = false));

  // What somebody types stays in this tab until it is sent, should the session end meanwhile. Secrets and files do not.
  const person = document.body.dataset.person;
  const key = (form) =>
    ["draft", person, form.getAttribute("action"), form.querySelector("input[name=action]")?.value].join(" ");
  const kept = (form) =>
    Array.from(form.elements).filter(
      (field) => field.name && !["hidden", "password", "file", "checkbox", "radio", "submit"].includes(field.type));
  const drafts = () => Object.keys(sessionStorage).filter((name) => name.startsWith("draft "));
  let dirty = false;
  if (!person) {
    const ended = document.querySelector("main").textContent.includes("Your session has ended");
    if (!ended) drafts().forEach((name) => sessionStorage.removeItem(name));
  }
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    const draft = sessionStorage.getItem(key(form));
    if (draft) {
      const fields = JSON.parse(draft);
      kept(form).forEach((field) => {
        if (field.name in fields && (!field.value || field.tagName !== "SELECT")) field.value = fields[field.name];
      });
    }
    form.addEventListener("input", () => {
      dirty = true;
      const fields = {};
      kept(form).forEach((field) => (fields[field.name] = field.value));
      sessionStorage.setItem(key(form), JSON.stringify(fields));
    });
    form.addEventListener("submit", () => {
      dirty = false;
      sessionStorage.setItem("sent", key(form));
    });
  });
  // A page that is not the form again, nor the end of the session, took what was sent.
  const sent = sessionStorage.getItem("sent");
  if (sent && person && !document.querySelector("main [role=alert]")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("sent");
  }

  // What a page cannot follow any more it says. A form that somebody fills in is not taken away.
  const warn = (text, href) => {
    let bar = document.getElementById("stale");
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "stale";
      bar.className = "notice warn";
      bar.setAttribute("role", "status");
      document.querySelector("main").prepend(bar);
    }
    bar.textContent = text;
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = " Sign in in another tab.";
      bar.append(link);
    }
  };
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.xhr.status === 401 && dirty) {
      event.preventDefault();
      warn("Your session has ended. What you typed is still here.", "/desk/");
    }
  });
  const stale = () =>
    warn("Not up to date: the desk does not answer since " + new Date().toISOString().slice(11, 16) + " UTC.");
  document.addEventListener("htmx:sendError", stale);
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.xhr.status >= 500) stale();
  });
  document.addEventListener("htmx:afterOnLoad", () => document.getElementById("stale")?.remove());

  document.querySelectorAll("button.print").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  });

  // A file can be dropped on its field.
  document.querySelectorAll(".drop").forEach((area) => {
    const input = area.querySelector("input[type=file]");
    ["dragenter", "dragover"].forEach((name) =>
      area.addEventListener(name, (event) => {
        event.preventDefault();
        area.classList.add("over");
      }));
    ["dragleave", "drop"].forEach((name) => area.addEventListener(name, () => area.classList.remove("over")));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        said().textContent = event.dataTransfer.files[0].name + " is chosen";
      }
    });
  });

  // Live updates keep open what was open, and closed what was closed.
  let folds = [];
  document.addEventListener("htmx:beforeSwap", () => {
    folds = Array.from(document.querySelectorAll("details[id]")).map((each) => [each.id, each.open]);
  });
  document.addEventListener("htmx:afterSwap", () => {
    folds.forEach(([id, open]) => {
      const details = document.getElementById(id);
      if (details) details.open = open;
    });
    settled();
  });

  // A task that somebody else has answered takes no answer any more; what was typed stays readable.
  let known = document.getElementById("state")?.dataset.state;
  const settled = () => {
    const state = document.getElementById("state");
    if (!state || state.dataset.state === known) return;
    known = state.dataset.state;
    said().textContent = state.textContent.trim().replace(/\s+/g, " ");
    document.querySelectorAll(".way button").forEach((button) => (button.disabled = known !== "OPEN"));
  };

  // What was wrong is read first.
  document.querySelector("[role=alert][autofocus]")?.focus();

  // A step in the picture opens its details.
  const follow = () => {
    const step = location.hash.startsWith("#step-") && document.getElementById(location.hash.slice(1));
    if (step) step.querySelectorAll(":scope > details").forEach((each) => (each.open = true));
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
