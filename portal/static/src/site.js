// What a script adds to pages that work without one: fewer reloads, a list of those chosen, print and copy.
(() => {
  "use strict";
  const KEPT = "compare";
  const MOST = 4;
  const find = (selector, within = document) => within.querySelector(selector);
  const findAll = (selector, within = document) => [...within.querySelectorAll(selector)];

  document.documentElement.classList.add("scripted");

  // --- A form that was refused: its reader hears at once what to put right.
  find("#error-summary")?.focus();

  // --- Search: a choice asks at once, without empty fields in the address, and the reader keeps their place.
  const search = find("#search-form");
  let leftIn = null;
  let asksForHits = false;

  function openChoicesOnWideScreens() {
    const facets = find("#facets");
    if (facets && !CSS.supports("selector(::details-content)") && matchMedia("(min-width: 992px)").matches) {
      facets.open = true;
    }
  }

  function leaveOutEmpty(asked) {
    for (const name of new Set(asked.keys())) {
      const said = asked.getAll(name).filter((value) => value !== "");
      asked.delete(name);
      said.forEach((value) => asked.append(name, value));
    }
  }

  function noteWhereFocusIs() {
    leftIn = document.activeElement?.closest("#search-form [id^='facet-'], #results")?.id ?? null;
  }

  function announce() {
    const status = find("#search-status");
    status.textContent = [find("#total"), find(".results-range")]
      .filter(Boolean)
      .map((part) => part.textContent.trim())
      .join(". ");
    if (asksForHits) {
      goToHits();
    } else if (document.activeElement === document.body && leftIn) {
      find(`#${leftIn} :is(input, select, a)`)?.focus({ preventScroll: true });
    }
  }

  function goToHits() {
    const hits = find("#results");
    asksForHits = false;
    find("#facets").open = false;
    hits.focus({ preventScroll: true });
    hits.scrollIntoView();
  }

  if (search) {
    openChoicesOnWideScreens();
    document.addEventListener("change", (event) => {
      if (event.target.form === search && event.target.type !== "search") {
        htmx.trigger(search, "refine");
      }
    });
    search.addEventListener("submit", (event) => {
      asksForHits = event.submitter?.matches(".facets-submit") ?? false;
    });
    search.addEventListener("htmx:configRequest", (event) => {
      leaveOutEmpty(event.detail.formData);
    });
    for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      search.addEventListener(failed, () => search.submit());
    }
    document.addEventListener("htmx:beforeSwap", noteWhereFocusIs);
    document.addEventListener("htmx:beforeHistoryUpdate", (event) => {
      // Asking again for what is shown is no step: going back must lead to something else.
      const update = event.detail.history;
      if (new URL(update.path, location.href).search === location.search) {
        update.type = "replace";
      }
    });
    document.addEventListener("htmx:afterSettle", () => {
      announce();
      showChosen();
    });
  }

  // --- Compare: those chosen are kept while the tab is open, over pages of hits and new searches.
  const bar = find("#compare-form");

  function readChosen() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
      return Array.isArray(kept) ? kept.filter((entry) => entry?.slug && entry?.name) : [];
    } catch {
      return [];
    }
  }

  function keepChosen(chosen) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(chosen));
    } catch {
      // A browser that keeps nothing still sends the boxes of this page.
    }
  }

  function choose(box) {
    const others = readChosen().filter((entry) => entry.slug !== box.value);
    if (box.checked && others.length >= MOST) {
      box.checked = false;
      say(find(".compare-chosen", bar).dataset.many);
      return;
    }
    keepChosen(box.checked ? [...others, { slug: box.value, name: nameOf(box) }] : others);
    showChosen();
  }

  function nameOf(box) {
    return find(".card-heading", box.closest("article")).textContent.trim();
  }

  function say(text) {
    find("[role=status]", bar).textContent = text;
  }

  function showChosen() {
    if (!bar) return;
    const chosen = readChosen();
    const list = find(".compare-chosen", bar);
    findAll("[name=l][type=hidden], .compare-chosen button", bar).forEach((old) => old.remove());
    const boxes = new Map(findAll("input[name=l][form='compare-form']").map((box) => [box.value, box]));
    boxes.forEach((box) => (box.checked = chosen.some((entry) => entry.slug === box.value)));
    for (const entry of chosen) {
      if (!boxes.has(entry.slug)) bar.append(hidden(entry.slug));
      list.append(removal(entry, list.dataset.remove));
    }
    say(chosen.length ? list.dataset.some.replace("#", chosen.length) : list.dataset.none);
    bar.classList.toggle("has-chosen", chosen.length > 0);
  }

  function hidden(slug) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "l", value: slug });
    return field;
  }

  function removal(entry, word) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "function-link", textContent: entry.name });
    button.setAttribute("aria-label", `${word}: ${entry.name}`);
    button.addEventListener("click", () => {
      keepChosen(readChosen().filter((kept) => kept.slug !== entry.slug));
      showChosen();
      (find(".compare-chosen button", bar) ?? find("#q"))?.focus();
    });
    return button;
  }

  if (bar) {
    document.addEventListener("change", (event) => {
      if (event.target.name === "l" && event.target.form === bar) choose(event.target);
    });
    showChosen();
  }

  // --- Save on the list without leaving the page; whatever goes wrong, the ordinary form still works.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches(".save-form") || !button) return;
    event.preventDefault();
    const status = statusBeside(button);
    const body = new URLSearchParams({ slug: button.value });
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      status.textContent = answer.ok ? savedText(form, answer.headers) : form.dataset.failed;
      if (answer.ok) markSaved(button, form.dataset.done);
    } catch {
      status.textContent = form.dataset.failed;
    }
  });

  function savedText(form, headers) {
    const room = headers.get("Shortlist-Count");
    if (headers.has("Shortlist-Dropped")) return form.dataset.dropped.replace("#", room);
    return headers.has("Shortlist-Full") ? form.dataset.full.replace("#", room) : form.dataset.saved;
  }

  function markSaved(button, word) {
    const words = [...button.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    words.data = word;
    button.classList.add("saved");
  }

  function statusBeside(element) {
    const beside = element.nextElementSibling;
    if (beside?.matches("[role=status]")) return beside;
    const status = document.createElement("span");
    status.className = "saved-status";
    status.setAttribute("role", "status");
    element.after(status);
    return status;
  }

  // --- Weights of one's own: a slider beside each number, and whoever moves one has chosen their own.
  function addSlider(number, own) {
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: 0, max: 100, value: number.value, className: "weight-slider" });
    slider.setAttribute("aria-label", number.labels[0].textContent.trim());
    number.after(slider);
    for (const [moved, other] of [
      [slider, number],
      [number, slider],
    ]) {
      moved.addEventListener("input", () => {
        other.value = moved.value;
        own.checked = true;
      });
    }
  }

  const own = find("input[name=emphasis][value=own]");
  if (own) findAll(".own-weights .form-input").forEach((number) => addSlider(number, own));

  // --- Print and copy. The server does not know by which name it was reached; on paper the whole address stands.
  findAll("[data-address]").forEach((place) => (place.textContent = location.href));
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const link = event.target.closest("[data-copy]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(link.href);
      find(".share-status").textContent = link.dataset.copied;
    } catch {
      location.assign(link.href);
    }
  });
})();
