// The page is complete without this script. It renews what changed without losing the place, and listens to keys.
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  let version = Number(document.body.dataset.version);
  let under = null; // the request under way
  let busy = Promise.resolve(); // it and what it changes
  let place = placeOf(location.href); // what is looked at, in whatever way

  function placeOf(url) {
    const q = new URL(url, location.href).searchParams;
    return JSON.stringify(["document", "layout", "part", "file"].map(name => q.get(name)));
  }

  // renew fetches the page at url and takes over what differs.
  function renew(url, push) {
    return (busy = fetchPage(url, push));
  }
  async function fetchPage(url, push) {
    under?.abort();
    const mine = (under = new AbortController());
    let page, address;
    try {
      const answer = await fetch(url, { signal: mine.signal });
      page = new DOMParser().parseFromString(await answer.text(), "text/html");
      address = answer.url;
    } catch (err) {
      if (err.name !== "AbortError") live(false);
      return;
    }
    if (mine !== under) return;
    const anchor = new URL(url, location.href).hash;
    const clean = new URL(address);
    clean.searchParams.delete("notice"); // it is shown once
    if (push) history.pushState(null, "", clean.pathname + clean.search + anchor);
    document.title = page.title;
    document.body.dataset.version = page.body.dataset.version;
    version = Number(page.body.dataset.version);
    const kept = $$(push ? "#banner .sending" : "#banner .notice"); // a renewal does not take them away
    for (const id of ["owner", "layout-list", "document-list", "top", "banner", "tabs", "tools"]) take(id, page);
    $("#banner").prepend(...kept.filter(n => !n.isConnected));
    const elsewhere = placeOf(address) !== place;
    place = placeOf(address);
    if (elsewhere) inspector.hidden = true; // it tells of a value that is not looked at any more
    offer($("#send form", page), elsewhere);
    filter();
    stage($("#stage", page), push);
    if (anchor) $("#" + CSS.escape(anchor.slice(1)))?.scrollIntoView({ block: "center" });
  }

  // offer takes over what the dialog of tests offers; what is typed into it stays while it is open, unless it is of
  // another place.
  let offered = null;
  function offer(form, elsewhere) {
    offered = form;
    if ($("#send").open && !elsewhere) return;
    if (offered) $("#send form").replaceWith(offered);
    offered = null;
  }
  $("#send").addEventListener("close", () => offer(offered));

  // submit sends a test. Renewals and moves go on meanwhile and never end it; what became of it shows wherever one is then.
  async function submit(form) {
    const note = (text, kind) => Object.assign(document.createElement("p"), { className: "note notice " + kind, role: "status", textContent: text });
    const sending = note("Sending the test…", "sending");
    $$("#banner .notice:not(.sending)").forEach(n => n.remove());
    $("#banner").prepend(sending);
    let notice;
    try {
      const answer = await fetch(form.action, { method: "post", body: new URLSearchParams(new FormData(form)) });
      notice = $("#banner .notice", new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch { /* no answer */ }
    sending.replaceWith(notice ?? note("The preview did not answer: it is not known whether the test went out.", "bad"));
  }

  // take replaces an element's content when it differs; focus and scroll position stay.
  function take(id, page) {
    const old = document.getElementById(id), now = page.getElementById(id);
    if (!old || !now || old.innerHTML === now.innerHTML) return;
    const top = old.scrollTop, focus = focusIn(old);
    const open = id.endsWith("-list") ? $$("details", old).filter(d => d.open).map(d => d.firstChild.textContent) : [];
    old.replaceChildren(...now.childNodes);
    $$("details", old).forEach(d => { if (open.includes(d.firstChild.textContent)) d.open = true; });
    old.scrollTop = top;
    focus();
    if (id === "top") live(events.readyState === 1);
  }

  // focusIn remembers what has the focus within an element, by its group and name, and answers what gives it back when
  // the content is another: to the one of that name, else to the one at that position of the group.
  function focusIn(root) {
    const at = document.activeElement;
    if (at === root || !root.contains(at)) return () => {};
    const group = e => (e.closest("[data-cycle]")?.dataset.cycle ?? e.closest("details[data-keep]")?.dataset.keep ?? "") + e.tagName;
    const name = e => ($(".name", e) ?? e.firstChild ?? e).textContent.trim();
    const all = () => $$("a, button, summary, input, [tabindex]", root).filter(e => group(e) === wanted.group);
    const wanted = { group: group(at), name: name(at) };
    const named = () => all().filter(e => name(e) === wanted.name);
    const position = all().indexOf(at), among = named().indexOf(at);
    return () => (named()[among] ?? named()[0] ?? all()[position])?.focus({ preventScroll: true });
  }

  // stage shows the new content. A frame is loaded behind the old one and takes its place when it is ready, at the same
  // scroll position, so that nothing flickers; at the same part of the whole when it is shown in another width.
  function stage(now, moved) {
    const old = $("#stage"), frame = $("iframe", now), before = $("iframe:not(.loading)", old);
    const same = old.dataset.tab === now.dataset.tab;
    if (frame && before && same) {
      $$("iframe.loading", old).forEach(f => f.remove());
      const resized = frame.className !== before.className;
      frame.classList.add("loading");
      frame.addEventListener("load", async () => {
        if (!frame.isConnected) return;
        await frame.contentDocument.fonts?.ready;
        const at = before.contentWindow?.scrollY ?? 0, height = f => f.contentDocument?.documentElement.scrollHeight || 1;
        frame.contentWindow.scrollTo(0, resized ? at * height(frame) / height(before) : at);
        frame.classList.remove("loading");
        if (document.activeElement === before) frame.focus({ preventScroll: true });
        before.remove();
        listen(frame);
        pickAgain(frame);
        shown();
      }, { once: true });
      old.append(frame);
      return;
    }
    const top = old.scrollTop, open = new Map($$("details[data-keep]", old).map(d => [d.dataset.keep, d.open]));
    const focus = focusIn(old);
    old.className = now.className;
    old.dataset.tab = now.dataset.tab;
    old.replaceChildren(...now.childNodes);
    if (same) $$("details[data-keep]", old).forEach(d => { if (open.has(d.dataset.keep)) d.open = open.get(d.dataset.keep); });
    old.scrollTop = same ? top : 0;
    if (same) focus();
    if (!same) inspector.hidden = true;
    watchFrame();
    if (!frame) shown();
  }

  function watchFrame() {
    const frame = $("#stage iframe");
    frame?.addEventListener("load", () => { listen(frame); shown(); }, { once: true });
  }

  // shown tells whoever measures that the version is on the screen.
  function shown() {
    requestAnimationFrame(() => requestAnimationFrame(() => { document.body.dataset.shown = version; }));
  }

  // listen takes clicks and keys of a frame: a value opens the inspector, a link is named and not followed.
  function listen(frame) {
    const inside = frame.contentDocument;
    if (!inside || inside.dataset?.heard) return;
    inside.addEventListener("keydown", keys);
    inside.addEventListener("click", e => {
      const link = e.target.closest("a[href]"), value = e.target.closest(valued);
      if (link) e.preventDefault();
      if (value) pick(value);
      else if (link) say("Link to " + link.getAttribute("href"));
    });
  }

  // Values are data elements of a body, and elements of a page that say which value they show.
  const valued = "data[value], [data-value]";
  const inspector = $("#inspector");
  const markOf = value => value.dataset.value ?? value.getAttribute("value");
  let picked = null; // the mark of the value that the panel tells of
  async function pick(value) {
    $$(".picked", value.ownerDocument).forEach(d => d.classList.remove("picked"));
    value.classList.add("picked");
    picked = markOf(value);
    const told = await origin(picked);
    if (told === null || picked !== markOf(value)) return;
    inspector.innerHTML = told;
    inspector.hidden = false;
  }

  async function origin(mark) {
    const q = new URLSearchParams(location.search);
    q.set("mark", mark);
    const answer = await fetch("/origin?" + q);
    return answer.ok ? answer.text() : null;
  }

  // pickAgain renews what the panel tells after a frame was renewed. It closes when the value is not there any more, or
  // is that of another column.
  async function pickAgain(frame) {
    if (inspector.hidden) return;
    const mark = picked, value = $$(valued, frame.contentDocument).find(d => markOf(d) === mark);
    const now = document.createElement("aside");
    now.innerHTML = (value && await origin(mark)) ?? "";
    if (inspector.hidden || picked !== mark) return;
    const column = e => $("dd", e)?.textContent;
    if (column(now) !== column(inspector)) { inspector.hidden = true; return; }
    value.classList.add("picked");
    if (now.innerHTML === inspector.innerHTML) return;
    const focus = focusIn(inspector);
    inspector.replaceChildren(...now.childNodes);
    focus();
  }

  // step picks the next or previous value of the body.
  function step(by) {
    const inside = $("#stage iframe:not(.loading)")?.contentDocument;
    const all = inside ? $$(valued, inside) : [];
    if (!all.length) return;
    const at = all.findIndex(d => d.classList.contains("picked"));
    const next = all[(at + by + all.length) % all.length] ?? all[0];
    next.scrollIntoView({ block: "center" });
    pick(next);
  }

  let quiet;
  function say(text) {
    const box = $("#banner");
    $(".toast", box)?.remove();
    const p = Object.assign(document.createElement("p"), { className: "note toast", textContent: text });
    p.setAttribute("role", "status");
    box.append(p);
    clearTimeout(quiet);
    quiet = setTimeout(() => p.remove(), 6000);
  }

  function live(on) {
    const mark = $(".live");
    mark?.classList.toggle("off", !on);
    if (mark) $(".word", mark).textContent = on ? "watching" : "not connected";
  }

  function filter() {
    const wanted = $("#filter").value.trim().toLowerCase();
    $$(".lists li").forEach(li => { li.hidden = wanted !== "" && !li.textContent.toLowerCase().includes(wanted); });
    if (wanted) $$(".lists details").forEach(d => { d.open = true; });
  }

  // along moves to the next or previous entry of a list.
  function along(section, by) {
    const all = $$(`section[aria-labelledby=${section}] a`).filter(a => a.offsetParent);
    const at = all.findIndex(a => a.hasAttribute("aria-current"));
    const next = all[at + by];
    next?.scrollIntoView({ block: "nearest" });
    if (next) renew(next.href, true);
  }

  function keys(e) {
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.("input, textarea, select")) {
      if (e.key === "Escape") e.target.blur?.();
      return;
    }
    const dialog = $("dialog[open]");
    if (e.key === "Escape" && !dialog) { inspector.hidden = true; return; }
    if (dialog) return;
    if (e.repeat && !"jkJKnb".includes(e.key)) return;
    const moves = { j: () => along("documents", 1), k: () => along("documents", -1), J: () => along("layouts", 1), K: () => along("layouts", -1), n: () => step(1), b: () => step(-1), "/": () => $("#filter").focus() };
    const hot = $(`[data-hot="${CSS.escape(e.key)}"]`), cycle = $$(`[data-cycle="${CSS.escape(e.key)}"] a`);
    if (moves[e.key]) act(moves[e.key]);
    else if (hot) act(() => $(`[data-hot="${CSS.escape(e.key)}"]`).click());
    else if (cycle.length) act(() => {
      const all = $$(`[data-cycle="${CSS.escape(e.key)}"] a`);
      all[(all.findIndex(a => a.hasAttribute("aria-current")) + 1) % all.length]?.click();
    });
    else return;
    e.preventDefault();
  }

  // act does something after what is under way, so that keys in quick succession all count.
  function act(what) {
    busy.then(what);
  }

  document.addEventListener("keydown", keys);
  document.addEventListener("click", e => {
    const go = e.target.closest("a[data-go]"), opener = e.target.closest("[data-dialog]");
    if (go && !e.ctrlKey && !e.metaKey && !e.shiftKey && e.button === 0) { e.preventDefault(); renew(go.href, true); }
    if (opener) document.getElementById(opener.dataset.dialog).showModal();
    if (e.target.closest("[data-close]")) { e.target.closest("dialog")?.close(); if (inspector.contains(e.target)) inspector.hidden = true; }
    if (e.target instanceof HTMLDialogElement) e.target.close();
  });
  document.addEventListener("submit", e => {
    if (!e.target.closest("#send")) return;
    e.preventDefault();
    e.target.closest("dialog").close();
    submit(e.target);
  });
  document.addEventListener("input", e => { if (e.target.id === "filter") filter(); });
  window.addEventListener("popstate", () => renew(location.href, false));

  const events = new EventSource("/events");
  events.addEventListener("open", () => live(true));
  events.addEventListener("error", () => live(false));
  events.addEventListener("version", e => { if (Number(e.data) !== version) renew(location.href, false); });

  $$(".lists [aria-current]").forEach(a => a.scrollIntoView({ block: "center" }));
  const first = $("#stage iframe");
  if (first?.contentDocument?.readyState === "complete" && first.contentWindow.location.href !== "about:blank") { listen(first); shown(); }
  else if (first) watchFrame();
  else shown();
})();
