// @ts-check
// Runs in the page before its own script: when its first row came, how long its frames take, and when a row shows another state.
{
  const FRAMES_MAX_MS = 5_000;
  const ROWS = 'tbody a[href^="/conversations/"]';
  const frames = new Uint32Array(FRAMES_MAX_MS + 1);
  /** @type {Map<string, string>} */
  const states = new Map();
  /** @type {{ id: string, state: string, at: number }[]} */
  let seen = [];
  let isCounting = false;
  let before = 0;
  let isScanDue = false;

  const probe = {
    /** Milliseconds from the begin of the navigation; null until then. */
    firstRow: /** @type {number | null} */ (null),
    firstRowPainted: /** @type {number | null} */ (null),
    countFrames(/** @type {boolean} */ wanted) {
      isCounting = wanted;
      before = 0;
      if (wanted) frames.fill(0);
    },
    /** How many frames took so many milliseconds. */
    frames: () => Array.from(frames, (count, ms) => [ms, count]).filter(([, count]) => count !== 0),
    watch() {
      scan(false);
      new MutationObserver(scanSoon).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributeFilter: ["class", "href"],
      });
    },
    takeSeen() {
      const taken = seen;
      seen = [];
      return taken;
    },
  };
  Object.assign(globalThis, { probe });

  const first = new MutationObserver(() => {
    if (document.querySelector(ROWS) === null) return;
    first.disconnect();
    probe.firstRow = performance.now();
    afterPaint(() => {
      probe.firstRowPainted = performance.now();
    });
  });
  first.observe(document, { childList: true, subtree: true });

  requestAnimationFrame(function frame(now) {
    if (isCounting && before !== 0) frames[Math.min(FRAMES_MAX_MS, Math.round(now - before))] += 1;
    before = now;
    requestAnimationFrame(frame);
  });

  /** The frame that shows what has changed is made right after this callback; a message comes after that. */
  function afterPaint(/** @type {() => void} */ work) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = work;
      port2.postMessage(null);
    });
  }

  function scanSoon() {
    if (isScanDue) return;
    isScanDue = true;
    afterPaint(() => {
      isScanDue = false;
      scan(true);
    });
  }

  function scan(/** @type {boolean} */ isTold) {
    const at = Date.now();
    for (const link of document.querySelectorAll(ROWS)) {
      const id = link.getAttribute("href")?.split("/").at(-1) ?? "";
      const badge = link.closest("tr")?.querySelector(".badge");
      const state = /state-(\S+)/.exec(badge?.className ?? "")?.[1] ?? "";
      if (states.get(id) === state) continue;
      states.set(id, state);
      if (isTold) seen.push({ id, state, at });
    }
  }
}
