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

  // What somebody types stays in this tab until it is sent, should the session end meanwhile. Secrets do not.
  const session = document.body.dataset.session;
  const key = (form) => "draft " + form.action + " " + (form.elements.action ? form.elements.action.value : "");
  const kept = (form) =>
    Array.from(form.elements).filter(
      (field) => field.name && !["hidden", "password", "file", "checkbox", "radio", "submit"].includes(field.type));
  document.querySelectorAll("form[data-draft]").forEach((form) => {
    let draft = null;
    try {
      draft = JSON.parse(sessionStorage.getItem(key(form)));
    } catch (unreadable) {
      sessionStorage.removeItem(key(form));
    }
    if (draft && draft.session !== session) {
      kept(form).forEach((field) => {
        if (field.tagName === "TEXTAREA" && !field.value && draft.fields[field.name]) {
          field.value = draft.fields[field.name];
        }
      });
    }
    form.addEventListener("input", () => {
      const fields = {};
      kept(form).forEach((field) => (fields[field.name] = field.value));
      sessionStorage.setItem(key(form), JSON.stringify({ session: session, fields: fields }));
    });
  });
  document.querySelectorAll("main .notice.good").forEach(() => {
    Object.keys(sessionStorage).filter((name) => name.startsWith("draft ")).forEach((name) => sessionStorage.removeItem(name));
  });

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

  // Live updates keep open what was open.
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = Array.from(document.querySelectorAll("details[id][open]")).map((each) => each.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    open.forEach((id) => {
      const details = document.getElementById(id);
      if (details) details.open = true;
    });
  });

  // A step in the picture opens its details.
  const follow = () => {
    const step = location.hash.startsWith("#step-") && document.getElementById(location.hash.slice(1));
    if (step) step.querySelectorAll(":scope > details").forEach((each) => (each.open = true));
  };
  window.addEventListener("hashchange", follow);
  follow();
})();
