import { signal } from "@preact/signals";

/** Where the page is: its path and what is asked there. */
export const place = signal(read());

function read() {
  return { path: location.pathname, search: new URLSearchParams(location.search) };
}

addEventListener("popstate", () => {
  place.value = read();
});

/** Goes somewhere within the page; `replace`: without a step back to where it was. */
export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, "", to);
  else {
    history.pushState(null, "", to);
    scrollTo(0, 0);
  }
  place.value = read();
}

/** Changes what is asked where the page is. */
export function setSearch(changes: Readonly<Record<string, string | null>>): void {
  const search = new URLSearchParams(place.value.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") search.delete(name);
    else search.set(name, value);
  }
  const text = search.toString();
  go(`${place.value.path}${text === "" ? "" : `?${text}`}`, true);
}

/** Lets links within the page go without loading it anew. */
export function followLinks(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest("a");
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link === null || link === undefined || !isPlain || link.origin !== location.origin) return;
    if (link.hasAttribute("download") || link.pathname.startsWith("/api/")) return;
    if (link.hash !== "" && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
