import { useId } from "preact/hooks";
import { DEFINITIONS } from "../format/words.ts";

/** A word for a figure that says, when it is pressed, what the figure means. */
export function Definition({ of, children }: { of: string; children?: preact.ComponentChildren }) {
  const id = useId();
  const known = DEFINITIONS[of];
  if (known === undefined) return <>{children ?? of}</>;
  return (
    <>
      <button type="button" class="definition" popoverTarget={id}>
        {children ?? known.title}
      </button>
      <div id={id} popover="auto" class="popover" role="note">
        <strong>{known.title}</strong>
        <p>{known.meaning}</p>
      </div>
    </>
  );
}
