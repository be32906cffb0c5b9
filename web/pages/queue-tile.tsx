import { since, toClock, toCount, toPercent } from "../format/format.ts";
import { now } from "../state/clock.ts";
import { setSearch } from "../state/router.ts";
import { thresholds } from "../state/settings.ts";
import { type QueueFigures, toServiceLevel, toWaitLevel } from "./queue-figures.ts";

/** A queue now, and its day so far; pressed, the list below shows its conversations. */
export function QueueTile({ figures, isChosen }: { figures: QueueFigures; isChosen: boolean }) {
  const { id, name, waiting, callbacks, waitingSince, interacting, agents, today } = figures;
  const limits = thresholds.value;
  const longest = since(waitingSince, now.value);
  const statuses = Object.entries(agents).filter(([status, count]) => count > 0 && status !== "OFF_QUEUE");
  return (
    <article class={`tile level-${toWaitLevel(longest, limits)}`} data-queue={id}>
      <h2>
        <button type="button" aria-pressed={isChosen} onClick={() => setSearch({ queue: isChosen ? null : id })}>
          {name}
        </button>
      </h2>
      <dl>
        <div class="big">
          <dt>waiting</dt>
          <dd data-value="waiting">{toCount(waiting)}</dd>
        </div>
        <div>
          <dt>longest</dt>
          <dd data-value="longest">{toClock(longest ?? 0)}</dd>
        </div>
        <div>
          <dt>interacting</dt>
          <dd data-value="interacting">{toCount(interacting)}</dd>
        </div>
        <div class={`level-${toServiceLevel(today?.serviceLevel, limits)}`}>
          <dt>in time</dt>
          <dd data-value="serviceLevel">{toPercent(today?.serviceLevel)}</dd>
        </div>
        <div>
          <dt>offered</dt>
          <dd data-value="offered">
            <a href={`/then?range=today&queue=${encodeURIComponent(id)}`}>{toCount(today?.offered)}</a>
          </dd>
        </div>
        <div>
          <dt>abandoned</dt>
          <dd data-value="abandoned">{toCount(today?.abandoned)}</dd>
        </div>
      </dl>
      <p class="agents">
        {callbacks > 0 && <span>{toCount(callbacks)} of them callbacks</span>}
        {statuses.length === 0
          ? "no agents on queue"
          : statuses.map(([status, count]) => (
              <span key={status} class={`agent-${status.toLowerCase()}`}>
                {toCount(count)} {status.toLowerCase().replace("_", " ")}
              </span>
            ))}
      </p>
    </article>
  );
}
