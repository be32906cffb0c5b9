import { useEffect, useState } from "preact/hooks";
import { toClock } from "./format/format.ts";
import { ConversationPage } from "./pages/conversation.tsx";
import { NowPage } from "./pages/now.tsx";
import { ThenPage } from "./pages/then.tsx";
import { TrendsPage } from "./pages/trends.tsx";
import { EmptyNote } from "./parts/note.tsx";
import { ask } from "./state/api.ts";
import { isTimeKnown, now } from "./state/clock.ts";
import { connection, freshness, syncState } from "./state/live.ts";
import { place, setSearch } from "./state/router.ts";
import { type Theme, theme } from "./state/settings.ts";

interface About {
  readonly notice: string | null;
  readonly canSignOut: boolean;
}

const LINKS = [
  ["/", "Now"],
  ["/then", "Then"],
  ["/trends", "Trends"],
] as const;

const THEMES: readonly Theme[] = ["system", "light", "dark"];

/** What stands around every page: where one can go, and how fresh what one sees is. */
export function Shell() {
  const [about, setAbout] = useState<About | null>(null);
  const { path, search } = place.value;
  const isWallboard = search.has("wallboard");
  useEffect(() => void ask<About>("about").then(setAbout, () => {}), []);
  useEffect(() => {
    document.documentElement.dataset["wallboard"] = String(isWallboard);
  }, [isWallboard]);
  useEffect(() => {
    document.title = `${LINKS.find(([to]) => to === path)?.[1] ?? "Conversation"} · nowthen`;
    // After a step within the page, a screen reader begins where a new page would.
    document.querySelector<HTMLElement>("h1")?.focus();
  }, [path]);
  return (
    <>
      <a class="skip" href="#main">
        To the content
      </a>
      <header>
        <a class="brand" href="/">
          nowthen
        </a>
        <nav aria-label="Pages">
          {LINKS.map(([to, title]) => (
            <a key={to} href={to} aria-current={path === to ? "page" : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <Freshness />
        <button
          type="button"
          aria-pressed={isWallboard}
          onClick={() => setSearch({ wallboard: isWallboard ? null : "1" })}
        >
          Wallboard
        </button>
        <label class="theme">
          <span class="hidden">Colours</span>
          <select value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {one === "system" ? "as the system" : one}
              </option>
            ))}
          </select>
        </label>
        {about?.canSignOut === true && (
          <form method="post" action="/logout">
            <button type="submit">Sign out</button>
          </form>
        )}
      </header>
      {about?.notice !== null && about !== null && !isWallboard && <p class="notice">{about.notice}</p>}
      {syncState.value?.reasons !== undefined && syncState.value.reasons.length > 0 && (
        <p class="notice warn" role="status">
          {syncState.value.reasons.join("; ")}
        </p>
      )}
      <Page path={path} />
    </>
  );
}

function Page({ path }: { path: string }) {
  if (path === "/") return <NowPage />;
  if (path === "/then" || path === "/trends") {
    if (!isTimeKnown.value)
      return (
        <main id="main">
          <p class="caption">Connecting…</p>
        </main>
      );
    return path === "/then" ? <ThenPage /> : <TrendsPage />;
  }
  const [, id] = /^\/conversations\/([^/]+)$/.exec(path) ?? [];
  if (id !== undefined) return <ConversationPage key={id} id={decodeURIComponent(id)} />;
  return (
    <main id="main">
      <h1>There is no such page</h1>
      <EmptyNote>
        Go to <a href="/">what happens now</a>.
      </EmptyNote>
    </main>
  );
}

const STALE_MS = 5_000;

/** Whether what is shown is live, and if not, since when. */
function Freshness() {
  const fresh = freshness.value;
  const behind = fresh?.asOf == null ? null : fresh.now - fresh.asOf;
  if (connection.value === "lost")
    return (
      <span class="fresh alarm" role="status">
        Connection lost: what is shown was so {toClock(now.value - (fresh?.now ?? now.value))} ago. Connecting again…
      </span>
    );
  if (fresh === null || behind === null)
    return (
      <span class="fresh" role="status">
        {fresh?.reason ?? "Connecting…"}
      </span>
    );
  const isBehind = behind > STALE_MS;
  return (
    <span class={`fresh ${isBehind || fresh.reason !== null ? "warn" : "good"}`} role="status">
      {isBehind ? `${toClock(behind)} behind` : "live"}
      {fresh.reason !== null && `: ${fresh.reason}`}
    </span>
  );
}
