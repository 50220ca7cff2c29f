// What the pages do beyond links and forms: dialogs, keys, local times, charts, live panels.
"use strict";
(() => {
  const dialog = () => document.getElementById("dialog");
  const HOUR = 3600000;
  let isLive = true;

  // Times in the reader's own zone; the title keeps what was told.
  function localTimes(root) {
    for (const time of root.querySelectorAll("time[datetime]:not([data-seen])")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      time.dataset.seen = "";
      const isThisYear = at.getFullYear() === new Date().getFullYear();
      time.textContent = at.toLocaleString(undefined, {
        year: isThisYear ? undefined : "numeric", month: "short", day: "2-digit",
        hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
      });
    }
  }

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // A row is a moment and its figures; each figure is a line.
  function charts(root) {
    for (const place of root.querySelectorAll(".chart[data-rows]")) {
      const rows = JSON.parse(place.dataset.rows);
      place.removeAttribute("data-rows");
      const when = Object.keys(rows[0]).find((name) => /(^|_)(at|hour|day)$/.test(name));
      const names = Object.keys(rows[0]).filter((name) => name !== when && Number.isFinite(Number(rows[0][name])) && rows[0][name] !== null && name !== "currency");
      const kind = Object.keys(rows[0]).find((name) => ["kind", "flow", "name"].includes(name));
      // An hour of which nothing is told is one in which nothing moved.
      const last = Math.max(...rows.map((row) => Date.parse(row[when])));
      const first = Math.min(last - 23 * HOUR, ...rows.map((row) => Date.parse(row[when])));
      const moments = Array.from({ length: Math.round((last - first) / HOUR) + 1 }, (_, n) => first + n * HOUR);
      const kinds = kind ? [...new Set(rows.map((row) => row[kind]))] : [null];
      const inks = ["--accent", "--calm", "--wait", "--bad", "--good", "--faint"];
      const series = [];
      for (const one of kinds) {
        for (const name of names) {
          series.push({
            label: [one, name.replace(/_cents$/, "").replaceAll("_", " ")].filter(Boolean).join(" "),
            isMoney: /_cents$/.test(name),
            values: moments.map((at) => {
              const row = rows.find((r) => Date.parse(r[when]) === at && (kind ? r[kind] === one : true));
              return row ? Number(row[name]) / (/_cents$/.test(name) ? 100 : 1) : 0;
            }),
          });
        }
      }
      const hasMoney = series.some((one) => one.isMoney);
      const shown = series.filter((one) => one.isMoney === hasMoney);
      const axis = { stroke: colour("--faint"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false } };
      const plot = new uPlot({
        width: place.clientWidth, height: 210, legend: { live: true },
        series: [{}, ...shown.map((one, n) => ({ label: one.label, stroke: colour(inks[n % inks.length]), width: 1.5, points: { show: false } }))],
        axes: [axis, { ...axis, size: 64 }],
      }, [moments.map((at) => at / 1000), ...shown.map((one) => one.values)], place);
      new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: 210 })).observe(place);
    }
  }

  function ready(root) {
    localTimes(root);
    charts(root);
  }

  document.addEventListener("DOMContentLoaded", () => {
    ready(document);
    const here = document.querySelector("nav [aria-current]");
    if (here) here.scrollIntoView({ inline: "center", block: "nearest" });
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    ready(document);
    const { elt, target } = event.detail; // neither where the history is gone back in
    if (target?.id === "dialog-body" && !dialog().open) dialog().showModal();
    // The focus follows the act: to what is to be filled in, to what would come, to what was told.
    // Never to the deed: nobody does it by pressing Enter once more.
    const act = document.querySelector(".act-body");
    if (act && elt && !elt.hasAttribute("data-live")) {
      const first = act.querySelector(".refusal, .done, .would, input:not([type=hidden]):not([readonly]), select, textarea");
      if (first) {
        if (first.matches(".refusal, .done, .would")) first.tabIndex = -1;
        first.focus();
      }
    }
  });

  // What is live rests while nobody looks, while it is stopped, and while something in it is in use.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const panel = event.detail.elt;
    if (!panel.hasAttribute("data-live")) return;
    const isUsed = panel.contains(document.activeElement) || panel.querySelector("details[open]") || (dialog() && dialog().open);
    if (document.hidden || !isLive || isUsed) event.preventDefault();
  });
  function toggleLive() {
    isLive = !isLive;
    for (const button of document.querySelectorAll(".live")) button.setAttribute("aria-pressed", String(isLive));
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest(".live")) toggleLive();
    if (target.closest("[data-close]") && dialog() && dialog().open) {
      event.preventDefault();
      dialog().close();
    }
    if (target === dialog()) dialog().close();
    const copied = target.closest("[data-copy]");
    if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.dataset.copy);
    for (const open of document.querySelectorAll(".choices[open]")) {
      if (!open.contains(target) || target.closest(".act")) open.removeAttribute("open");
    }
  });
  document.addEventListener("close", (event) => {
    if (event.target.id !== "dialog") return;
    const isDone = event.target.querySelector("[data-done]");
    document.getElementById("dialog-body").replaceChildren();
    if (isDone) location.reload();
  }, true);

  // Keys
  let isGoing = false;
  function going(on) {
    isGoing = on;
    document.body.classList.toggle("is-going", on);
  }
  function step(by) {
    const rows = [...document.querySelectorAll(".rows > tbody > tr")];
    const at = rows.indexOf(document.activeElement.closest(".rows > tbody > tr"));
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
    if (next) next.focus();
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (isGoing) {
      going(false);
      const link = document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`);
      if (link) link.click();
      return;
    }
    const row = document.activeElement.closest(".rows > tbody > tr");
    if (event.key === "g") {
      going(true);
      setTimeout(() => going(false), 1500);
    } else if (event.key === "/") {
      const field = document.querySelector(".filters input:not([type=hidden]), .filters select");
      if (field) field.focus();
    } else if (event.key === "?") document.getElementById("keys").showModal();
    else if (event.key === "l") toggleLive();
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Enter" && row && row === document.activeElement) {
      const link = row.querySelector("a[href]");
      if (link) link.click();
    } else if (event.key === "." && row) {
      const choices = row.querySelector(".choices");
      if (choices) {
        choices.open = true;
        choices.querySelector("a").focus();
      }
    } else return;
    event.preventDefault();
  });
})();
