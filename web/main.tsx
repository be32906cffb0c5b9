import { render } from "preact";
import { Shell } from "./shell.tsx";
import { startClock } from "./state/clock.ts";
import { listen } from "./state/live.ts";
import { followLinks } from "./state/router.ts";

const root = document.getElementById("app");
if (root !== null) render(<Shell />, root);
followLinks();
startClock();
listen();

// `/` goes to the search of the page, wherever one is.
addEventListener("keydown", (event) => {
  const isTyping = (event.target as Element | null)?.closest("input, select, textarea") !== null;
  const find = document.querySelector<HTMLElement>("[data-find]");
  if (event.key !== "/" || isTyping || find === null) return;
  event.preventDefault();
  find.focus();
});
