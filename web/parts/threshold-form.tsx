import { DEFAULT_THRESHOLDS, type Thresholds, thresholds } from "../state/settings.ts";

const FIELDS: readonly { name: keyof Thresholds; label: string; factor: number }[] = [
  { name: "warnWait", label: "Wait is yellow from, seconds", factor: 1 },
  { name: "alarmWait", label: "Wait is red from, seconds", factor: 1 },
  { name: "warnService", label: "Service level is yellow below, %", factor: 100 },
  { name: "alarmService", label: "Service level is red below, %", factor: 100 },
];

/** From when on figures are coloured, in this browser. */
export function ThresholdForm() {
  return (
    <details class="thresholds">
      <summary>Thresholds</summary>
      <form onSubmit={(event) => event.preventDefault()}>
        {FIELDS.map(({ name, label, factor }) => (
          <label key={name}>
            {label}{" "}
            <input
              type="number"
              min="0"
              value={Math.round(thresholds.value[name] * factor)}
              onChange={(event) => {
                const value = event.currentTarget.valueAsNumber / factor;
                if (Number.isFinite(value) && value >= 0) thresholds.value = { ...thresholds.value, [name]: value };
              }}
            />
          </label>
        ))}
        <button type="button" onClick={() => (thresholds.value = DEFAULT_THRESHOLDS)}>
          As at first
        </button>
      </form>
    </details>
  );
}
